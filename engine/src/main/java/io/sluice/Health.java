package io.sluice;

import java.time.Duration;
import java.util.List;

/**
 * Whether an engine does its work.
 *
 * @param redis how Redis answers: «ok», or what is wrong
 * @param loops every loop with the age of its last completed pass
 */
public record Health(String redis, List<Loop> loops) {
  /** What {@link #redis} says when all is well. */
  public static final String OK = "ok";

  /**
   * @param age time since the last pass that completed
   * @param late whether that is longer than it should be
   */
  public record Loop(String name, Duration age, boolean late) {}

  public boolean ready() {
    return redis.equals(OK) && loops.stream().noneMatch(Loop::late);
  }
}
