package io.sluice.load.traffic;

import io.sluice.load.measure.Latencies;
import io.sluice.load.measure.Progress;
import io.sluice.load.measure.Stage;
import io.sluice.load.pace.ArrivalPlan;
import io.sluice.load.pace.ClosedLoop;
import io.sluice.load.pace.Feed;
import io.sluice.load.pace.OpenLoop;
import io.sluice.load.result.RunResult;
import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/**
 * Times the tasks of one pass on their way, all by the same monotonic clock. Latency counts from
 * the planned instant, whenever the send was really made, and for delayed tasks from when they are
 * due; without a plan it counts from the send. The one stage that always does says so.
 */
public final class Journey implements Progress {
  /** Of no task. */
  public static final Journey NONE =
      new Journey(
          0,
          new OpenLoop(ArrivalPlan.none()),
          new PlainTraffic("none", Duration.ZERO),
          Stops.ALL,
          false);

  private static final double NANOS_PER_SECOND = 1e9;

  /** Which instants of a task this process will hear of. */
  public enum Stops {
    /** Its answer alone: others run it, or it is run later. */
    ANSWER,
    /** Its answer and its end. */
    ALL
  }

  private final int first;
  private final Feed feed;
  private final Traffic traffic;
  private final long delay;
  private final InFlight inFlight;
  private final int stops;
  private final boolean measured;
  private final long carried;
  private long start;
  private volatile boolean begun;
  private final Latencies latencies = new Latencies();
  private final LongAdder sent = new LongAdder();
  private final LongAdder acknowledged = new LongAdder();
  private final LongAdder ended = new LongAdder();
  private final LongAccumulator lastAcknowledged = new LongAccumulator(Math::max, 0);
  private final LongAccumulator lastEnded = new LongAccumulator(Math::max, 0);

  /**
   * @param first the sequence number of the pass's first task
   * @param measured whether the figures are of this pass; a warm-up is only in the ledger
   */
  public Journey(int first, Feed feed, Traffic traffic, Stops stops, boolean measured) {
    this(first, feed, traffic, stops, measured, 0);
  }

  private Journey(
      int first, Feed feed, Traffic traffic, Stops stops, boolean measured, long carried) {
    this.measured = measured;
    this.carried = carried;
    this.first = first;
    this.feed = feed;
    this.traffic = traffic;
    this.delay = traffic.delay().toNanos();
    this.stops = stops == Stops.ALL ? 2 : 1;
    this.inFlight = new InFlight(feed.most(), this.stops);
  }

  /**
   * A pass to come, beside tasks that wait already.
   *
   * @param tasks they count as acknowledged, and their ends as its own
   */
  public Journey carrying(long tasks) {
    return new Journey(first, feed, traffic, stops > 1 ? Stops.ALL : Stops.ANSWER, measured, tasks);
  }

  /** Sets the instant that the plan's offsets count from; once, before the first task. */
  public void begin(long start) {
    this.start = start;
    begun = true;
  }

  public Feed feed() {
    return feed;
  }

  public long start() {
    return start;
  }

  /** How long the pass has gone on. */
  public long elapsed(long now) {
    return now - start;
  }

  /** Whether the next send waits for an end that this process hears of. */
  public boolean endMakesRoom() {
    return feed instanceof ClosedLoop && stops > 1;
  }

  boolean measured() {
    return measured;
  }

  public int sequence(int index) {
    return first + index;
  }

  /** Whether the task is one of this pass. */
  public boolean covers(int sequence) {
    return sequence >= first && sequence - first < feed.most();
  }

  /** When it should be sent; without a plan, when it was. */
  public long plannedAt(int sequence) {
    long offset = feed.offsetNanos(sequence - first);
    return offset < 0 ? inFlight.sentAt(sequence - first) : start + offset;
  }

  /** When it should run. */
  long dueAt(int sequence) {
    return plannedAt(sequence) + delay;
  }

  /** When it was sent; {@link InFlight#UNKNOWN} once that is forgotten. */
  long sentAt(int sequence) {
    return inFlight.sentAt(sequence - first);
  }

  public void sent(int sequence, long now) {
    inFlight.sent(sequence - first, now);
    sent.increment();
  }

  /** It was accepted, which is the end of that stage. */
  public void acknowledged(int sequence, Stage stage, long now) {
    if (traffic.watched(sequence)) {
      latencies.record(stage, now - plannedAt(sequence));
    }
    acknowledged.increment();
    lastAcknowledged.accumulate(now - start);
    inFlight.accepted(sequence - first, now);
    inFlight.passed(sequence - first, 1);
  }

  /** It was not accepted, or nobody knows; no end will be heard of. */
  public void failed(int sequence) {
    inFlight.passed(sequence - first, stops);
  }

  public void started(int sequence, long now) {
    long sentAt = inFlight.sentAt(sequence - first);
    if (!traffic.watched(sequence) || sentAt == InFlight.UNKNOWN) {
      return;
    }
    long dueAt = dueAt(sequence);
    latencies.record(Stage.START, now - dueAt);
    latencies.record(Stage.PICKUP, now - sentAt - delay);
    long accepted = inFlight.acceptedAt(sequence - first);
    latencies.record(
        Stage.WAIT, accepted == InFlight.UNKNOWN ? 0 : now - Math.max(accepted, dueAt));
  }

  public void ran(int sequence, long startedAt, long now) {
    if (traffic.watched(sequence)) {
      latencies.record(Stage.RUN, now - startedAt);
    }
  }

  public void ended(int sequence, long now) {
    if (traffic.watched(sequence)) {
      latencies.record(Stage.E2E, now - dueAt(sequence));
    }
    traffic.ended(this, sequence, now);
    lastEnded.accumulate(now - start);
    ended.increment();
    inFlight.passed(sequence - first, 1);
  }

  /** A task ended that had waited already when the pass began. */
  public void endedOfCarried(long now) {
    if (begun) {
      lastEnded.accumulate(now - start);
    }
    ended.increment();
  }

  @Override
  public long offered() {
    long due = begun ? feed.dueWithin(System.nanoTime() - start) : 0;
    return due < 0 ? sent.sum() : due;
  }

  @Override
  public long sent() {
    return sent.sum();
  }

  @Override
  public long acknowledged() {
    return carried + acknowledged.sum();
  }

  @Override
  public long completed() {
    return ended.sum();
  }

  @Override
  public Latencies latencies() {
    return latencies;
  }

  /** Tasks that were accepted and have not ended. */
  public long backlog() {
    long done = completed();
    return Math.max(0, acknowledged() - done);
  }

  /** Over the time from the start of the pass to the last acknowledgement and the last end. */
  public RunResult.Throughput throughput() {
    return new RunResult.Throughput(
        perSecond(acknowledged.sum(), lastAcknowledged.get()),
        perSecond(completed(), lastEnded.get()));
  }

  private static double perSecond(long count, long nanos) {
    return count == 0 ? 0 : count * NANOS_PER_SECOND / Math.max(1, nanos);
  }
}
