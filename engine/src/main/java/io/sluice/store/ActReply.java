package io.sluice.store;

import io.sluice.task.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * What came of an act on one task.
 *
 * @param state the state that it was in; null of an unknown task
 */
public record ActReply(Verdict verdict, @Nullable TaskState state) {
  /** Whether it was done. */
  public enum Verdict {
    DONE,
    /** It is already as the act would make it. */
    AS_IT_IS,
    /** Its state does not allow it. */
    NO,
    UNKNOWN
  }
}
