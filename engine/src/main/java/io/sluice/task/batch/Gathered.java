package io.sluice.task.batch;

import io.sluice.task.Failure;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a member of a batch has ended.
 *
 * @param position after this end: where a reader that has taken it goes on
 * @param queue in which the member was
 * @param state succeeded, dead, cancelled or expired
 * @param endedAt by the clock of Redis
 * @param isKept whether the result of one that succeeded, or the failure of one that is dead, was
 *     still there
 * @param result of one that succeeded; null when its handler gave none, and when it is not kept
 * @param failure the last one of a dead member, or null
 * @param <R> the result
 */
public record Gathered<R>(
    BatchPosition position,
    QueueName queue,
    TaskId id,
    TaskState state,
    Instant endedAt,
    boolean isKept,
    @Nullable R result,
    @Nullable Failure failure) {
  /** Whether the member has succeeded. */
  public boolean succeeded() {
    return state == TaskState.SUCCEEDED;
  }

  /** The same with its result, if there is one, read in this way. */
  public <S> Gathered<S> map(Function<? super R, ? extends @Nullable S> read) {
    S value = result == null ? null : read.apply(result);
    return new Gathered<>(position, queue, id, state, endedAt, isKept, value, failure);
  }
}
