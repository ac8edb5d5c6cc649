package io.sluice.task.view;

import io.sluice.task.Failure;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.Confirmation;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task as it stood when somebody looked. All instants are by the clock of Redis.
 *
 * @param attempt the attempt under way, or the last one; 0 before the first
 * @param crashes how often a worker died while it held the task
 * @param runAt when a scheduled or retrying task becomes due
 * @param worker the session that runs it
 * @param result the stored result of a succeeded task, empty when the handler gave none
 * @param failures newest first, a bounded number; the first of all is among them
 * @param progress how far it is, as its handler told last
 * @param log lines of its handler, oldest first, the last of them
 * @param confirmation how safe its end is, told to who waited for it in a queue with a durability;
 *     {@link Confirmation#MEMORY} to all others
 */
public record TaskView(
    TaskId id,
    QueueName queue,
    String type,
    TaskState state,
    int attempt,
    int crashes,
    byte[] payload,
    TaskOptions options,
    Instant createdAt,
    @Nullable Instant runAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable String worker,
    byte @Nullable [] result,
    List<Failure> failures,
    @Nullable Progress progress,
    List<LogLine> log,
    Confirmation confirmation) {

  /** The last failure. */
  public @Nullable Failure failure() {
    return failures.isEmpty() ? null : failures.get(0);
  }

  /** The same, as safe as this. */
  public TaskView confirmed(Confirmation told) {
    return new TaskView(
        id,
        queue,
        type,
        state,
        attempt,
        crashes,
        payload,
        options,
        createdAt,
        runAt,
        startedAt,
        finishedAt,
        worker,
        result,
        failures,
        progress,
        log,
        told);
  }

  public int maxAttempts() {
    return options.retryOrDefault().maxAttempts();
  }
}
