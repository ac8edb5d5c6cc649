package io.sluice.store;

import io.sluice.guard.Patience;
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

/** The calls of operators, each of which ends. */
final class WatchedAdminStore implements AdminStore {
  private final AdminStore store;
  private final Patience calls;

  WatchedAdminStore(AdminStore store, Patience calls) {
    this.store = store;
    this.calls = calls;
  }

  @Override
  public Mono<ActReply> act(QueueName queue, TaskId id, Act act, @Nullable Instant at) {
    return calls.step(() -> store.act(queue, id, act, at));
  }

  @Override
  public Mono<IdPage> list(QueueName queue, TaskState state, String cursor, int limit) {
    return calls.step(() -> store.list(queue, state, cursor, limit));
  }

  @Override
  public Mono<ErrorPage> errors(QueueName queue, TaskState state, String cursor, int limit) {
    return calls.step(() -> store.errors(queue, state, cursor, limit));
  }

  @Override
  public Mono<List<WorkerView>> workers(QueueName queue, String after, int limit) {
    return calls.step(() -> store.workers(queue, after, limit));
  }

  @Override
  public Mono<Void> configure(QueueName queue, QueueSettings settings) {
    return calls.step(() -> store.configure(queue, settings));
  }

  @Override
  public Mono<Void> pause(QueueName queue, String reason, @Nullable Duration length) {
    return calls.step(() -> store.pause(queue, reason, length));
  }

  @Override
  public Mono<Void> resume(QueueName queue) {
    return calls.step(() -> store.resume(queue));
  }

  @Override
  public Mono<List<BulkAction>> bulkActions(QueueName queue) {
    return calls.step(() -> store.bulkActions(queue));
  }

  @Override
  public Mono<Optional<QueueLeft>> delete(QueueName queue) {
    return calls.step(() -> store.delete(queue));
  }

  @Override
  public Mono<BulkAction> begin(QueueName queue, BulkPlan plan) {
    return calls.step(() -> store.begin(queue, plan));
  }

  @Override
  public Mono<Optional<BulkAction>> bulkAction(QueueName queue, String id) {
    return calls.step(() -> store.bulkAction(queue, id));
  }

  @Override
  public Mono<Optional<BulkAction>> abort(QueueName queue, String id) {
    return calls.step(() -> store.abort(queue, id));
  }

  @Override
  public Mono<BulkCount> count(QueueName queue, BulkPlan plan, long cursor) {
    return calls.step(() -> store.count(queue, plan, cursor));
  }

  @Override
  public Mono<BulkStep> step(QueueName queue) {
    return calls.step(() -> store.step(queue));
  }
}
