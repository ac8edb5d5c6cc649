package io.sluice.task.enqueue;

import io.sluice.grammar.Quoted;
import io.sluice.task.InvalidTaskException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How safe a task is when its enqueue is answered. It is not kept with the task: it says what the
 * enqueue waits for.
 */
public enum Durability {
  /** Redis has the task in its memory, and writes it to its disk as it is configured. */
  MEMORY,

  /**
   * At least one replica of Redis has the task as well, so that it survives the loss of the master,
   * if that replica is promoted.
   */
  REPLICA,

  /**
   * Redis has written the task to its disk, so that it survives a loss of power. Only of a server
   * that is seen to tell the truth about it; an enqueue to another one is refused.
   */
  FSYNC;

  /** As it is written in requests and answers. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The level of this name.
   *
   * @throws InvalidTaskException with pointer {@code /durability} when there is none
   */
  public static Durability of(String name) {
    for (Durability level : values()) {
      if (level.wireName().equals(name)) {
        return level;
      }
    }
    String names =
        Arrays.stream(values()).map(Durability::wireName).collect(Collectors.joining(", "));
    throw new InvalidTaskException(
        "/durability", "durability must be one of " + names + ", is " + Quoted.of(name));
  }
}
