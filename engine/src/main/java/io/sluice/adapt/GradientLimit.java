package io.sluice.adapt;

import io.sluice.event.EngineEvent.ConcurrencyAdapted.Reason;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The number of tasks that a worker runs at once, between two bounds. The number begins at the
 * lower bound, grows while the handlers are as fast as with few tasks, shrinks when they are
 * slower, and backs off when they fail. Thread-safe; all times are in ns of one monotonic clock.
 *
 * <p><b>How it works.</b> Runs are evaluated by the window. A window ends after {@link #WINDOW} and
 * as many runs as the limit. It counts only runs that began in it, since earlier runs began under
 * another limit. At the end of a window:
 *
 * <pre>
 * slowdown = mean latency / base          per type, weighted by the number of runs
 * gradient = clamp(TOLERANCE / slowdown, 1/2, 1)
 * limit    = limit × gradient + √limit    not raised unless the limit was reached
 * </pre>
 *
 * <p>The gradient is that of Netflix's {@code concurrency-limits} (<a
 * href="https://github.com/Netflix/concurrency-limits">{@code Gradient2Limit}</a>). The base is
 * that of Envoy's <a
 * href="https://www.envoyproxy.io/docs/envoy/latest/configuration/http/http_filters/adaptive_concurrency_filter">adaptive
 * concurrency filter</a>: the latency while fewer tasks run. A long average of all latencies is no
 * base: it follows the congestion, until the limit is at its maximum. After {@link #PROBE_AFTER}
 * slow windows, one window runs at half of the limit, and its latency is the new base.
 *
 * <p>When more than {@link #TOLERATED_FAILURES} of the runs of a window failed, the limit loses
 * half of the part that failed, and the latency of the window is ignored.
 */
public final class GradientLimit {
  /** The shortest window. */
  public static final Duration WINDOW = Duration.ofMillis(500);

  /** Runs in a window, at least. */
  static final int FEWEST_RUNS = 10;

  /** A slowdown of less than this is noise. */
  static final double TOLERANCE = 1.25;

  private static final double LEAST_GRADIENT = 0.5;

  /** A single bad task is no reason to run fewer of the others. */
  static final double TOLERATED_FAILURES = 0.1;

  private static final double LOST_BY_FAILURES = 0.5;

  /** Slow windows until one window runs at half of the limit. */
  static final int PROBE_AFTER = 30;

  /** The part of the limit that counts as all of it: a claim follows a free slot a moment later. */
  private static final double FULL_USE = 0.9;

  private final int min;
  private final Latencies latencies = new Latencies();
  private int max;
  private double limit;
  private boolean closed;

  /** The limit after the window that is a probe; 0 when it is none. */
  private double afterProbe;

  private int slowWindows;

  // The window that is open.

  private long sinceNanos;
  private int runs;
  private int failures;
  private int mostInUse;

  /**
   * A limit that begins at its lower bound.
   *
   * @param min at least 1
   * @param max at least min
   */
  public GradientLimit(int min, int max, long nowNanos) {
    this.min = min;
    this.max = max;
    this.limit = min;
    this.sinceNanos = nowNanos;
  }

  /** How many tasks may run now. */
  public synchronized int current() {
    return (int) limit;
  }

  /**
   * A run has succeeded.
   *
   * @param inUse tasks that are held now, this one among them
   * @return what was decided at the end of a window; null when nothing changes
   */
  public synchronized @Nullable Change succeeded(
      String type, long begunNanos, long nowNanos, int inUse) {
    if (isOfThisWindow(begunNanos)) {
      latencies.add(type, nowNanos - begunNanos);
      return ran(nowNanos, inUse);
    }
    return null;
  }

  /** A run has failed; like {@link #succeeded}. */
  public synchronized @Nullable Change failed(long begunNanos, long nowNanos, int inUse) {
    if (isOfThisWindow(begunNanos)) {
      failures++;
      return ran(nowNanos, inUse);
    }
    return null;
  }

  /** Sets the upper bound, and lowers the limit to it. */
  public synchronized @Nullable Change max(int value) {
    int from = current();
    max = value;
    to(limit);
    return closed ? null : change(from, Reason.SET);
  }

  /** Decides nothing from now on; what is told of it is a change to 0, once. */
  public synchronized @Nullable Change close() {
    if (closed) {
      return null;
    }
    closed = true;
    return new Change(current(), 0, Reason.STOP);
  }

  private boolean isOfThisWindow(long begunNanos) {
    return !closed && begunNanos - sinceNanos >= 0;
  }

  private @Nullable Change ran(long nowNanos, int inUse) {
    runs++;
    mostInUse = Math.max(mostInUse, inUse);
    boolean over =
        nowNanos - sinceNanos >= WINDOW.toNanos() && runs >= Math.max(FEWEST_RUNS, current());
    return over ? decide(nowNanos) : null;
  }

  private @Nullable Change decide(long nowNanos) {
    int from = current();
    Reason reason = adjust();
    sinceNanos = nowNanos;
    runs = 0;
    failures = 0;
    mostInUse = 0;
    latencies.clear();
    return change(from, reason);
  }

  private Reason adjust() {
    double failed = (double) failures / runs;
    if (failed > TOLERATED_FAILURES) {
      afterProbe = 0;
      to(limit * (1 - failed * LOST_BY_FAILURES));
      return Reason.ERRORS;
    }
    return afterProbe > 0 ? endProbe() : followLatency();
  }

  private Reason followLatency() {
    double slowdown = latencies.slowdown();
    boolean slow = slowdown > TOLERANCE;
    latencies.learn();
    double gradient = Math.max(LEAST_GRADIENT, Math.min(1, TOLERANCE / slowdown));
    double next = limit * gradient + Math.sqrt(limit);
    if (next < limit || mostInUse >= FULL_USE * current()) {
      to(next);
    }
    slowWindows += slow ? 1 : 0;
    return slowWindows >= PROBE_AFTER ? probe() : Reason.LATENCY;
  }

  private Reason probe() {
    slowWindows = 0;
    afterProbe = limit;
    to(limit / 2);
    return Reason.PROBE;
  }

  private Reason endProbe() {
    latencies.relearn();
    to(afterProbe);
    afterProbe = 0;
    return Reason.PROBE;
  }

  private void to(double next) {
    limit = Math.max(min, Math.min(max, next));
  }

  private @Nullable Change change(int from, Reason reason) {
    int to = current();
    return to == from ? null : new Change(from, to, reason);
  }
}
