package io.sluice.store;

import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * What came of an act on one task.
 *
 * @param state the state that it was in; null of an unknown task
 * @param holder who holds its unique key, when that is why; else null
 */
public record ActReply(Verdict verdict, @Nullable TaskState state, @Nullable TaskId holder) {
  /** Whether it was done. */
  public enum Verdict {
    DONE,
    /** It is already as the act would make it. */
    AS_IT_IS,
    /** Its state does not allow it. */
    NO,
    /** It is dead, and another task holds its unique key by now. */
    HELD,
    /** It expires before the time that it was to be given, and could never begin. */
    LATE,
    /** It is dead, and its batch was cancelled. */
    STOPPED,
    UNKNOWN
  }

  public ActReply(Verdict verdict, @Nullable TaskState state) {
    this(verdict, state, null);
  }

  public static ActReply heldBy(TaskId holder) {
    return new ActReply(Verdict.HELD, TaskState.DEAD, holder);
  }
}
