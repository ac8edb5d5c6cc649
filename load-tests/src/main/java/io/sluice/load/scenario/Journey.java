package io.sluice.load.scenario;

import io.sluice.load.measure.Latencies;
import io.sluice.load.measure.LatencySummary;
import io.sluice.load.measure.Stage;
import io.sluice.load.pace.ArrivalPlan;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAccumulator;
import org.jspecify.annotations.Nullable;

/**
 * Times the tasks of one plan on their way, all by the same monotonic clock. Latency counts from
 * the planned instant, whenever the send was really made; the one stage that does not says so.
 */
final class Journey {
  /** Of no task. */
  static final Journey NONE = new Journey(0, ArrivalPlan.NONE, 0);

  private static final double NANOS_PER_SECOND = 1e9;

  private final int first;
  private final ArrivalPlan plan;
  private final long start;
  private final Latencies latencies = new Latencies();
  private final AtomicLongArray sentAt;
  private final AtomicLongArray acknowledgedAt;
  private final LongAccumulator lastAcknowledged;
  private final LongAccumulator lastEnded;

  /**
   * @param first the sequence number of the plan's first task
   * @param start the instant that the plan's offsets count from
   */
  Journey(int first, ArrivalPlan plan, long start) {
    this.first = first;
    this.plan = plan;
    this.start = start;
    this.sentAt = new AtomicLongArray(plan.size());
    this.acknowledgedAt = new AtomicLongArray(plan.size());
    this.lastAcknowledged = new LongAccumulator(Math::max, 0);
    this.lastEnded = new LongAccumulator(Math::max, 0);
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
  }

  void acknowledged(int sequence, long now) {
    acknowledgedAt.set(sequence - first, now);
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
  }

  /** The percentiles of every stage. Ends the timing. */
  Map<Stage, LatencySummary> latencies() {
    return latencies.summarize();
  }

  /** Over the time from the start of the plan to the last acknowledgement and the last end. */
  RunResult.Throughput throughput(Map<Stage, LatencySummary> latency) {
    return new RunResult.Throughput(
        perSecond(latency.get(Stage.ENQUEUE), lastAcknowledged.get()),
        perSecond(latency.get(Stage.E2E), lastEnded.get()));
  }

  private static double perSecond(@Nullable LatencySummary seen, long nanos) {
    return seen == null ? 0 : seen.count() * NANOS_PER_SECOND / nanos;
  }
}
