package io.sluice.task.view;

import io.sluice.task.QueueName;
import java.util.List;

/**
 * What a queue writes to others.
 *
 * @param queue the queue that writes
 * @param unsent letters in all lines that their targets are not known to hold
 * @param outOfReach how often a target had lost letters that were not kept any more
 * @param cut sent letters that were dropped in less than a minute, since a line had too many
 * @param lines at most about {@link #MOST_LINES} of them
 */
public record LettersView(
    QueueName queue, long unsent, long outOfReach, long cut, List<LineView> lines) {
  /** Lines that one call looks at. */
  public static final int MOST_LINES = 1_000;
}
