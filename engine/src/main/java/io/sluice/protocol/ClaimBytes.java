package io.sluice.protocol;

import io.sluice.script.Call;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimedTask;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes a claim may bring, over one connection: all claims of an engine share it, and
 * whatever one brings keeps all others waiting. So what is under way is bounded as well, and a
 * claim gets no less than a little.
 *
 * <p>A claim that is not answered may have been cut off for its size, by a server that lets no
 * answer be so large. So it is sent again for less, down to a little, and so is the next; they grow
 * again slowly, since each time that they grow too far costs a connection.
 *
 * <p>A call never asks for more than when it was sent before: a late copy of an earlier one must
 * not take back what a later one has brought.
 *
 * <p>Thread-safe.
 */
final class ClaimBytes {
  static final int LEAST = 64 << 10;
  static final Duration GROWS_EVERY = Duration.ofSeconds(30);

  /** The largest claims that may be under way at once. */
  private static final int AT_ONCE = 4;

  /** How much more a claim may bring than is expected of it. */
  private static final int SLACK = 2;

  /** Of an envelope, beside its payload. */
  private static final int OVERHEAD = 128;

  /** Unanswered calls that are remembered: one for each session. */
  private static final int MOST_UNANSWERED = 10_000;

  private final int most;
  private final int least;
  private final LongSupplier nanos;
  private final Map<String, Sent> unanswered =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Sent> eldest) {
          return size() > MOST_UNANSWERED;
        }
      };

  private int now;
  private long changedAt;
  private long underWay;
  private double mean;

  private record Sent(long seq, int bytes) {}

  /**
   * @param most bytes of one claim, ever
   * @param nanos a clock
   */
  ClaimBytes(int most, LongSupplier nanos) {
    this.most = most;
    this.least = Math.min(LEAST, most);
    this.nanos = nanos;
    this.now = most;
    this.mean = most;
  }

  /** For a claim of up to so many tasks; to be given back with the answer, or without one. */
  synchronized int take(Call call, int tasks) {
    grow();
    double expected = Math.max(least, SLACK * mean * tasks);
    long room = Math.max(least, (long) AT_ONCE * now - underWay);
    int taken =
        (int) Math.min(before(call), Math.min(Math.min(expected, (double) now), (double) room));
    underWay += taken;
    return taken;
  }

  synchronized void answered(Call call, int taken, ClaimReply reply) {
    underWay -= taken;
    if (!unanswered.isEmpty()) {
      unanswered.remove(call.client());
    }
    if (reply instanceof ClaimReply.Claimed claimed && !claimed.tasks().isEmpty()) {
      long bytes = 0;
      for (ClaimedTask task : claimed.tasks()) {
        bytes += OVERHEAD + task.bytes();
      }
      mean = (mean + (double) bytes / claimed.tasks().size()) / 2;
    }
  }

  /** Of those that were under way together each says so. */
  synchronized void unanswered(Call call, int taken) {
    underWay -= taken;
    int less = Math.max(least, taken / 2);
    unanswered.put(call.client(), new Sent(call.seq(), less));
    now = Math.min(now, less);
    changedAt = nanos.getAsLong();
  }

  private int before(Call call) {
    @Nullable Sent last = unanswered.isEmpty() ? null : unanswered.get(call.client());
    return last == null || last.seq != call.seq() ? most : last.bytes;
  }

  private void grow() {
    if (now < most && nanos.getAsLong() - changedAt >= GROWS_EVERY.toNanos()) {
      now = (int) Math.min(most, 2L * now);
      changedAt = nanos.getAsLong();
    }
  }
}
