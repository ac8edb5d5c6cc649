package io.sluice.store.batch;

import io.sluice.task.Failure;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a member of a batch that gathers has ended.
 *
 * @param result of one that succeeded, as it was encoded, empty when the handler gave none; null
 *     where it is not kept
 * @param failure the last one of a dead member; null where it is not kept
 */
public record EndedMember(
    TaskId id, TaskState state, Instant at, byte @Nullable [] result, @Nullable Failure failure) {}
