package io.sluice.memory;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of the two servers that are to do the same. Byte strings are in ISO-8859-1. A reply is a
 * String, a Long, a List of these, a {@link Refused}, or null.
 */
interface Twin {
  /**
   * An error.
   *
   * @param kind its first word
   */
  record Refused(String kind) {
    static Refused of(String message) {
      return new Refused(message.split(" ", 2)[0]);
    }
  }

  /**
   * What is kept under a key.
   *
   * @param value a list; of a hash and a sorted set each field or member with what belongs to it
   * @param ttl in ms, -1 when it does not end
   */
  record Kept(String type, List<?> value, long ttl) {}

  void clear();

  void clock(long now);

  @Nullable Object run(ScriptCall call);

  @Nullable Object command(List<String> words);

  /** Listens to a channel from here on. */
  void listen(String channel);

  void leave(String channel);

  /** What was told since this was asked last: channel and message, in their order. */
  List<List<String>> told();

  /**
   * Begins to wait for a task; one wait at a time.
   *
   * @param waits whether nothing is there yet, which is then waited for to be so
   */
  void block(boolean waits);

  /** What the wait brought, which ends it: a task or an error; null while it goes on. */
  @Nullable Object arrived();

  /** Ends a wait that brought nothing. */
  void unblock();

  Map<String, Kept> keys();
}
