package io.sluice.store;

import io.sluice.task.Failure;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A task that a session holds.
 *
 * @param token the fence: its outcome is accepted only with this token
 * @param startedAt when the store gave it out
 * @param failures attempts that failed before
 * @param crashes deliveries that ended with the death of the worker
 * @param firstFailedAt when the first of those attempts failed; null when none did, or nobody knows
 * @param unreadable why the task could not be read, or null; then only its id can be trusted
 */
public record ClaimedTask(
    StoredTask task,
    String token,
    Instant startedAt,
    int failures,
    int crashes,
    @Nullable Instant firstFailedAt,
    @Nullable Failure unreadable) {
  /**
   * Whether a newer version of Sluice wrote it in a way that this one does not know: nothing is
   * wrong with it, and it is to go back to whoever can run it.
   */
  public boolean isNewer() {
    return unreadable != null && unreadable.type().equals(StoredTask.NEWER);
  }

  /** Whether it was given out for the first time, as far as attempts count. */
  public boolean isFirst() {
    return failures == 0 && crashes == 0;
  }

  /** The same, of which only the id can be trusted. */
  public ClaimedTask unreadable(Failure why) {
    return new ClaimedTask(task, token, startedAt, failures, crashes, firstFailedAt, why);
  }

  /** How much its payload takes up, or will when it is no more compressed. */
  public int bytes() {
    return task.kept().size();
  }
}
