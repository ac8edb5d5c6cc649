package io.sluice.store;

import io.sluice.task.Act;
import io.sluice.task.QueueLeft;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.BulkAction;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.WorkerView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * What operators do to tasks and queues. Cold, and with the errors of {@link TaskStore}. Every call
 * may be sent again: it is answered by what is there then.
 */
public interface AdminStore {
  /** Does something to one task, if its state allows it. */
  Mono<ActReply> act(QueueName queue, TaskId id, Act act, @Nullable Instant at);

  /** Lists tasks of a state, newest first; those that run in no order. */
  Mono<IdPage> list(QueueName queue, TaskState state, String cursor, int limit);

  /**
   * Shows why tasks of a state failed last, latest task first, a part at a time. A part may be
   * short of the limit and not be the last.
   *
   * @param state dead or retrying
   * @param cursor of the part before, or {@link IdPage#NONE}
   */
  Mono<ErrorPage> errors(QueueName queue, TaskState state, String cursor, int limit);

  /**
   * Lists live workers of a queue, by session.
   *
   * @param after the session after which to begin, or an empty text
   */
  Mono<List<WorkerView>> workers(QueueName queue, String after, int limit);

  /** Sets all settings of a queue. */
  Mono<Void> configure(QueueName queue, QueueSettings settings);

  /**
   * Gives nothing out until it is resumed, or for a time.
   *
   * @param length after which it resumes by itself, or null
   */
  Mono<Void> pause(QueueName queue, String reason, @Nullable Duration length);

  /** Gives tasks out again. */
  Mono<Void> resume(QueueName queue);

  /** Begins an act on many tasks. */
  Mono<BulkAction> begin(QueueName queue, BulkPlan plan);

  /** How far a bulk action is; empty when it is not known. */
  Mono<Optional<BulkAction>> bulkAction(QueueName queue, String id);

  /** Ends a bulk action where it is; empty when it is not known. */
  Mono<Optional<BulkAction>> abort(QueueName queue, String id);

  /** The bulk actions of a queue that are known, in no order. */
  Mono<List<BulkAction>> bulkActions(QueueName queue);

  /**
   * Deletes a queue in which nothing waits, runs or is dead and for which nothing is scheduled,
   * with all that it keeps; else gives what is there. Live sessions stay.
   */
  Mono<Optional<QueueLeft>> delete(QueueName queue);

  /** Counts a part of the dead letters that a redrive would take. */
  Mono<BulkCount> count(QueueName queue, BulkPlan plan, long cursor);

  /** Does the next chunk of the bulk actions of a queue. */
  Mono<BulkStep> step(QueueName queue);
}
