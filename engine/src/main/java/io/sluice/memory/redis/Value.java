package io.sluice.memory.redis;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The value of a key. A byte string, here and in all commands, is a {@link String} in ISO-8859-1,
 * one character a byte, which Java keeps in one byte each and compares as Redis does.
 */
sealed interface Value {
  /** The word of Redis for its type. */
  String type();

  boolean isEmpty();

  /** Fields in the order in which they were added, as in a listpack. */
  record Hash(Map<String, String> fields) implements Value {
    Hash() {
      this(new LinkedHashMap<>());
    }

    @Override
    public String type() {
      return "hash";
    }

    @Override
    public boolean isEmpty() {
      return fields.isEmpty();
    }
  }

  /** Elements from left to right. */
  record Elements(Deque<String> all) implements Value {
    Elements() {
      this(new ArrayDeque<>());
    }

    @Override
    public String type() {
      return "list";
    }

    @Override
    public boolean isEmpty() {
      return all.isEmpty();
    }
  }

  /** Members with their scores. */
  record Sorted(SortedSet set) implements Value {
    Sorted() {
      this(new SortedSet());
    }

    @Override
    public String type() {
      return "zset";
    }

    @Override
    public boolean isEmpty() {
      return set.size() == 0;
    }
  }

  /** A plain string; an empty one is a value too. */
  record Text(String text) implements Value {
    @Override
    public String type() {
      return "string";
    }

    @Override
    public boolean isEmpty() {
      return false;
    }
  }
}
