package io.sluice.load.scenario;

import io.sluice.load.measure.Latencies;
import io.sluice.load.measure.Progress;
import io.sluice.load.measure.Stage;
import io.sluice.load.pace.ArrivalPlan;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Times the tasks of one plan on their way, all by the same monotonic clock. Latency counts from
 * the planned instant, whenever the send was really made; the one stage that does not says so.
 */
final class Journey implements Progress {
  /** Of no task. */
  static final Journey NONE = new Journey(0, ArrivalPlan.NONE);

  private static final double NANOS_PER_SECOND = 1e9;

  private final int first;
  private final ArrivalPlan plan;
  private long start;
  private volatile boolean begun;
  private final Latencies latencies = new Latencies();
  private final AtomicLongArray sentAt;
  private final AtomicLongArray acknowledgedAt;
  private final LongAdder sent = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAccumulator lastAcknowledged;
  private final LongAccumulator lastEnded;

  /**
   * @param first the sequence number of the plan's first task
   */
  Journey(int first, ArrivalPlan plan) {
    this.first = first;
    this.plan = plan;
    this.sentAt = new AtomicLongArray(plan.size());
    this.acknowledgedAt = new AtomicLongArray(plan.size());
    this.lastAcknowledged = new LongAccumulator(Math::max, 0);
    this.lastEnded = new LongAccumulator(Math::max, 0);
  }

  /** Sets the instant that the plan's offsets count from; once, before the first task. */
  void begin(long start) {
    this.start = start;
    begun = true;
  }

  ArrivalPlan plan() {
    return plan;
  }

  /** From the start to the last planned send. */
  Duration length() {
    return plan.size() == 0 ? Duration.ZERO : Duration.ofNanos(plan.offsetNanos(plan.size() - 1));
  }

  long start() {
    return start;
  }

  int sequence(int index) {
    return first + index;
  }

  /** Whether the task is one of this plan. */
  boolean covers(int sequence) {
    return sequence >= first && sequence - first < plan.size();
  }

  long plannedAt(int sequence) {
    return start + plan.offsetNanos(sequence - first);
  }

  void sent(int sequence, long now) {
    sentAt.set(sequence - first, now);
    sent.increment();
  }

  void acknowledged(int sequence, long now) {
    acknowledgedAt.set(sequence - first, now);
    acknowledged.increment();
    latencies.record(Stage.ENQUEUE, now - plannedAt(sequence));
    lastAcknowledged.accumulate(now - start);
  }

  void started(int sequence, long now) {
    latencies.record(Stage.START, now - plannedAt(sequence));
    latencies.record(Stage.PICKUP, now - sentAt.get(sequence - first));
    long acknowledged = acknowledgedAt.get(sequence - first);
    latencies.record(Stage.WAIT, acknowledged == 0 ? 0 : now - acknowledged);
  }

  void ended(int sequence, long startedAt, long now) {
    latencies.record(Stage.RUN, now - startedAt);
    latencies.record(Stage.E2E, now - plannedAt(sequence));
    lastEnded.accumulate(now - start);
    ended.increment();
  }

  @Override
  public long offered() {
    return begun ? plan.dueWithin(System.nanoTime() - start) : 0;
  }

  @Override
  public long sent() {
    return sent.sum();
  }

  @Override
  public long acknowledged() {
    return acknowledged.sum();
  }

  @Override
  public long completed() {
    return ended.sum();
  }

  @Override
  public Latencies latencies() {
    return latencies;
  }

  /** Over the time from the start of the plan to the last acknowledgement and the last end. */
  RunResult.Throughput throughput() {
    return new RunResult.Throughput(
        perSecond(acknowledged(), lastAcknowledged.get()), perSecond(completed(), lastEnded.get()));
  }

  private static double perSecond(long count, long nanos) {
    return count == 0 ? 0 : count * NANOS_PER_SECOND / nanos;
  }
}
