package io.sluice.task.view;

import java.util.List;

/**
 * Why the tasks of a queue failed that are dead or wait for their next attempt. Each counts with
 * its newest failure.
 *
 * @param groups by type of error and first line of its message, largest first
 * @param looked how many tasks were looked at
 * @param complete false when there are more tasks, or more groups, than were taken
 */
public record QueueErrors(List<ErrorGroup> groups, long looked, boolean complete) {
  /** Tasks of each state that are looked at, latest first. */
  public static final int MAX_LOOKED = 10_000;

  /** Groups that are told. */
  public static final int MAX_GROUPS = 100;
}
