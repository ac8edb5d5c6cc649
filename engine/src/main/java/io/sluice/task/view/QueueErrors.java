package io.sluice.task.view;

import java.util.List;
import java.util.Locale;

/**
 * Why the tasks of a queue failed that are dead or wait for their next attempt. Each counts with
 * its newest failure.
 *
 * @param groups largest first
 * @param looked how many tasks were looked at
 * @param complete false when there are more tasks, or more groups, than were taken
 */
public record QueueErrors(List<ErrorGroup> groups, long looked, boolean complete) {
  /** What the tasks of a group have in common. */
  public enum By {
    /** The type of the error and the first line of its message. */
    ERROR,

    /** The type of the task. */
    TYPE,

    /** Both. */
    TYPE_AND_ERROR;

    /** As it is written over HTTP: {@code error}, {@code type} or {@code type,error}. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace("_and_", ",");
    }

    public boolean type() {
      return this != ERROR;
    }

    public boolean error() {
      return this != TYPE;
    }
  }

  /** Tasks of each state that are looked at, latest first. */
  public static final int MAX_LOOKED = 10_000;

  /** Groups that are told. */
  public static final int MAX_GROUPS = 100;
}
