package io.sluice.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.memory.redis.RedisModel;
import io.sluice.script.Key;
import io.sluice.script.Slot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What goes by real time although tasks go by a virtual clock: who is alive, who waits, and how
 * fast a queue is. These instants are kept by the one clock that scripts know, so they are moved
 * along with it, by as much as it went ahead of real time since the last call. Not thread-safe.
 */
final class Leases {
  private static final List<String> REMEMBERED = List.of("at", "before_at");

  private final RedisModel redis;
  private final Clocks clocks;
  private final Map<String, Long> ahead = new HashMap<>();

  Leases(RedisModel redis, Clocks clocks) {
    this.redis = redis;
    this.clocks = clocks;
  }

  void keepUp(Slot slot) {
    long aheadNow = clocks.time().getAsLong() - clocks.uptime().getAsLong();
    Long before = ahead.put(slot.channel(Key.TASKS), aheadNow);
    if (before == null || before == aheadNow) {
      return;
    }
    String by = Long.toString(aheadNow - before);
    moveScores(name(slot, Key.SESSIONS), by);
    moveScores(name(slot, Key.AWAITED), by);
    moveFields(name(slot, Key.RATES), REMEMBERED, by);
    moveFields(name(slot, Key.LANDED), fields(name(slot, Key.LANDED)), by);
  }

  private static String name(Slot slot, Key key) {
    return new String(slot.key(key), ISO_8859_1);
  }

  private void moveScores(String key, String by) {
    if (redis.call(List.of("ZRANGE", key, "0", "-1")) instanceof List<?> members) {
      members.forEach(member -> redis.call(List.of("ZINCRBY", key, by, member.toString())));
    }
  }

  private List<String> fields(String key) {
    return redis.call(List.of("HRANDFIELD", key, "1000000")) instanceof List<?> fields
        ? fields.stream().map(Object::toString).toList()
        : List.of();
  }

  private void moveFields(String key, List<String> fields, String by) {
    for (String field : fields) {
      if (Long.valueOf(1).equals(redis.call(List.of("HEXISTS", key, field)))) {
        Object unused = redis.call(List.of("HINCRBY", key, field, by));
      }
    }
  }
}
