package io.sluice.memory;

import io.sluice.store.ActReply;
import io.sluice.store.AdminStore;
import io.sluice.store.BulkCount;
import io.sluice.store.BulkPlan;
import io.sluice.store.BulkStep;
import io.sluice.store.ErrorPage;
import io.sluice.store.IdPage;
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

/** What operators do, in memory. */
final class MemoryAdminStore implements AdminStore {
  private final MemoryTaskStore store;

  MemoryAdminStore(MemoryTaskStore store) {
    this.store = store;
  }

  @Override
  public Mono<ActReply> act(QueueName queue, TaskId id, Act act, @Nullable Instant at) {
    return store.on(queue, in -> new Acting(in, id).act(act, at));
  }

  @Override
  public Mono<IdPage> list(QueueName queue, TaskState state, String cursor, int limit) {
    return store.on(queue, in -> new Listing(in, store.answerBytes()).list(state, cursor, limit));
  }

  @Override
  public Mono<ErrorPage> errors(QueueName queue, TaskState state, String cursor, int limit) {
    return store.on(queue, in -> new Erring(in).errors(state, cursor, limit));
  }

  @Override
  public Mono<List<WorkerView>> workers(QueueName queue, String after, int limit) {
    return store.on(queue, in -> new Sessions(in).list(after, limit));
  }

  @Override
  public Mono<Void> configure(QueueName queue, QueueSettings settings) {
    return store.change(
        queue,
        in -> {
          in.settings = settings;
          in.waits.tellAll();
        });
  }

  @Override
  public Mono<Void> pause(QueueName queue, String reason, @Nullable Duration length) {
    return store.change(
        queue,
        in ->
            in.pause =
                new MemoryQueue.Pause(
                    reason, length == null ? null : in.now() + length.toMillis()));
  }

  @Override
  public Mono<Void> resume(QueueName queue) {
    return store.change(
        queue,
        in -> {
          in.pause = null;
          in.waits.tellAll();
        });
  }

  @Override
  public Mono<List<BulkAction>> bulkActions(QueueName queue) {
    return store.on(queue, in -> new BulkActing(in).list());
  }

  @Override
  public Mono<Optional<QueueLeft>> delete(QueueName queue) {
    return store.on(queue, MemoryQueue::delete);
  }

  @Override
  public Mono<BulkAction> begin(QueueName queue, BulkPlan plan) {
    return store.on(queue, in -> new BulkActing(in).begin(plan));
  }

  @Override
  public Mono<Optional<BulkAction>> bulkAction(QueueName queue, String id) {
    return store.on(queue, in -> new BulkActing(in).show(id));
  }

  @Override
  public Mono<Optional<BulkAction>> abort(QueueName queue, String id) {
    return store.on(queue, in -> new BulkActing(in).abort(id));
  }

  @Override
  public Mono<BulkCount> count(QueueName queue, BulkPlan plan, long cursor) {
    return store.on(queue, in -> new BulkActing(in).count(plan, cursor));
  }

  @Override
  public Mono<BulkStep> step(QueueName queue) {
    return store.on(queue, in -> new BulkActing(in).step());
  }
}
