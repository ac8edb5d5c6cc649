package io.sluice.memory.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Keys and their values. A key whose value became empty is gone. Not thread-safe. */
final class Keyspace {
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, Long> ends = new HashMap<>();
  private final LongSupplier uptime;

  /**
   * @param uptime in ms; what keys with an end go by
   */
  Keyspace(LongSupplier uptime) {
    this.uptime = uptime;
  }

  @Nullable Value find(String key) {
    Long end = ends.get(key);
    if (end != null && end <= uptime.getAsLong()) {
      remove(key);
    }
    return values.get(key);
  }

  /** The value of a key; errors when it is of another type. */
  <V extends Value> @Nullable V find(String key, Class<V> type) {
    Value value = find(key);
    if (value != null && !type.isInstance(value)) {
      throw RefusedException.wrongType();
    }
    return type.cast(value);
  }

  /** The value of a key, which is made when there is none. */
  <V extends Value> V make(String key, Class<V> type, Supplier<V> fresh) {
    V value = find(key, type);
    if (value == null) {
      value = fresh.get();
      values.put(key, value);
    }
    return value;
  }

  void set(String key, Value value) {
    values.put(key, value);
    ends.remove(key);
  }

  void endIn(String key, long ms) {
    ends.put(key, uptime.getAsLong() + ms);
  }

  /** For how many ms the key is still there; -1 when it has no end. */
  long endsIn(String key) {
    Long end = ends.get(key);
    return end == null ? -1 : end - uptime.getAsLong();
  }

  boolean remove(String key) {
    ends.remove(key);
    return values.remove(key) != null;
  }

  void removeIfEmpty(String key) {
    Value value = values.get(key);
    if (value != null && value.isEmpty()) {
      remove(key);
    }
  }

  /** The names of all keys that are there, sorted. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(values.keySet());
    names.removeIf(key -> find(key) == null);
    return names;
  }
}
