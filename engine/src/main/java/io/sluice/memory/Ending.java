package io.sluice.memory;

import io.sluice.task.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * How a finished task ended, as long as it is kept.
 *
 * @param finishedAt in ms
 * @param startedAt of its last run; null when it never began
 * @param result empty unless it succeeded
 */
record Ending(TaskState state, long finishedAt, @Nullable Long startedAt, byte[] result) {
  private static final byte[] NOTHING = {};

  /** Without a run. */
  static Ending waiting(TaskState state, long now) {
    return new Ending(state, now, null, NOTHING);
  }

  /** Of a run, which the token knows the start of. */
  static Ending of(TaskState state, long now, String token, byte[] result) {
    return new Ending(state, now, Tokens.startedAt(token), result);
  }

  static Ending of(TaskState state, long now, String token) {
    return of(state, now, token, NOTHING);
  }
}
