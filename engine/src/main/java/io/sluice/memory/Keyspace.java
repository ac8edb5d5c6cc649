package io.sluice.memory;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
   * The value of a key. A byte string, here and in all commands, is a {@link String} in ISO-8859-1,
   * one character a byte, which Java keeps in one byte each and compares as Redis does.
   */
  interface Value {
    boolean isEmpty();
  }

  /** Fields in the order in which they were added, as in a listpack. */
  static final class Hash extends LinkedHashMap<String, String> implements Value {
    private static final long serialVersionUID = 1L;
  }

  /** Elements from left to right. */
  static final class Elements extends ArrayDeque<String> implements Value {
    private static final long serialVersionUID = 1L;
  }

  /** A plain string; an empty one is a value too. */
  record Text(@Nullable String text) implements Value {
    static final Text NONE = new Text(null);

    @Override
    public boolean isEmpty() {
      return false;
    }
  }

  /**
   * @param uptime in ms; what keys with an end go by
   */
  Keyspace(LongSupplier uptime) {
    this.uptime = uptime;
  }

  @Nullable Value find(String key) {
    if (ends.getOrDefault(key, Long.MAX_VALUE) <= uptime.getAsLong()) {
      remove(key);
    }
    return values.get(key);
  }

  /** The value of a key to be read, or an empty one; errors when it is of another type. */
  <V extends Value> V get(String key, Class<V> type, Supplier<V> empty) {
    Value value = find(key);
    if (value != null && !type.isInstance(value)) {
      throw new RefusedException("WRONGTYPE another type of value is kept under " + key);
    }
    return value == null ? empty.get() : type.cast(value);
  }

  /** The word of Redis for the type of a value. */
  static String typeOf(@Nullable Value value) {
    if (value == null) {
      return "none";
    }
    return value instanceof Hash
        ? "hash"
        : value instanceof Elements ? "list" : value instanceof SortedSet ? "zset" : "string";
  }

  /** The value of a key to be written, which is made when there is none. */
  <V extends Value> V make(String key, Class<V> type, Supplier<V> fresh) {
    V value = get(key, type, fresh);
    values.put(key, value);
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
    return ends.containsKey(key) ? ends.get(key) - uptime.getAsLong() : -1;
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
