package io.sluice.memory;

import io.sluice.script.Call;
import io.sluice.task.StoreCorruptedException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers to the last call of each lane, for an hour, so that one that comes again is known.
 */
final class Receipts {
  private static final long LIFE_MS = Duration.ofHours(1).toMillis();

  private final Map<Lane, Receipt> last = new HashMap<>();

  private record Lane(String client, String name) {}

  private record Receipt(long seq, Object answer, long at) {}

  /**
   * What this call was answered before; null when it is new.
   *
   * @throws StoreCorruptedException when a later one was answered already
   */
  <T> @Nullable T answered(Call call, Class<T> type) {
    Receipt known = last.get(laneOf(call));
    if (known == null || known.seq < call.seq()) {
      return null;
    }
    if (known.seq > call.seq()) {
      throw new StoreCorruptedException(
          "call " + call + " is older than the last one of its lane: two clients share it", null);
    }
    return type.cast(known.answer);
  }

  /**
   * The number of the last call of its lane that was answered; less than any when there is none.
   */
  long last(Call call) {
    Receipt known = last.get(laneOf(call));
    return known == null ? Long.MIN_VALUE : known.seq;
  }

  /** What the call before this one was answered; null when there was none. */
  <T> @Nullable T before(Call call, Class<T> type) {
    Receipt known = last.get(laneOf(call));
    return known == null ? null : type.cast(known.answer);
  }

  <T> T keep(Call call, T answer, long uptime) {
    last.put(laneOf(call), new Receipt(call.seq(), answer, uptime));
    return answer;
  }

  void forgetOld(long uptime) {
    last.values().removeIf(receipt -> uptime - receipt.at > LIFE_MS);
  }

  private static Lane laneOf(Call call) {
    return new Lane(call.client(), call.lane());
  }
}
