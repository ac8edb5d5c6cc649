package io.sluice.memory;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

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
  private static final String ALL = "1000000";

  private final RedisModel redis;
  private final Clocks clocks;
  private final Map<String, Long> ahead = new HashMap<>();

  Leases(RedisModel redis, Clocks clocks) {
    this.redis = redis;
    this.clocks = clocks;
  }

  void keepUp(Slot slot) {
    long now = clocks.time().getAsLong() - clocks.uptime().getAsLong();
    Long before = ahead.put(slot.channel(Key.TASKS), now);
    if (before != null && before != now) {
      String by = Long.toString(now - before);
      for (Key key : List.of(Key.SESSIONS, Key.AWAITED)) {
        String set = new String(slot.key(key), ISO_8859_1);
        members("ZRANGE", set, "0", "-1").forEach(id -> redis.call("ZINCRBY", set, by, id));
      }
      for (Key key : List.of(Key.LANDED, Key.RATES)) {
        String hash = new String(slot.key(key), ISO_8859_1);
        members("HRANDFIELD", hash, ALL).stream()
            .filter(field -> key == Key.LANDED || field.endsWith("at"))
            .forEach(field -> redis.call("HINCRBY", hash, field, by));
      }
    }
  }

  private List<String> members(String... command) {
    return redis.call(command) instanceof List<?> all
        ? all.stream().map(Object::toString).toList()
        : List.of();
  }
}
