package io.sluice;

import io.sluice.id.Ids;
import io.sluice.maintenance.Maintenance;
import io.sluice.partition.Partitions;
import io.sluice.partition.WholeQueue;
import io.sluice.protocol.TaskStore;
import io.sluice.store.BulkCount;
import io.sluice.store.BulkPlan;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import io.sluice.task.view.BulkAction;
import io.sluice.task.view.Redrive;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Plans acts on many tasks of a queue, and begins them in each of its partitions. */
final class Bulk {
  private static final Comparator<BulkAction> NEWEST_FIRST =
      Comparator.comparing(BulkAction::startedAt).thenComparing(BulkAction::id).reversed();

  private final TaskStore store;
  private final Ids ids;
  private final Maintenance maintenance;
  private final Partitions partitions;
  private final WholeQueue whole;

  Bulk(TaskStore store, Ids ids, Maintenance maintenance, Partitions partitions, WholeQueue whole) {
    this.store = store;
    this.ids = ids;
    this.maintenance = maintenance;
    this.partitions = partitions;
    this.whole = whole;
  }

  /** How many tasks a redrive would take now. */
  Mono<Long> count(String queue, Redrive redrive) {
    return Mono.defer(
        () -> {
          QueueName name = QueueName.of(queue);
          BulkPlan plan = plan(name, redrive);
          return partitions
              .each(name, partition -> count(partition, plan))
              .map(all -> all.stream().mapToLong(Long::longValue).sum());
        });
  }

  private Mono<Long> count(QueueName partition, BulkPlan plan) {
    return store
        .admin()
        .count(partition, plan, 0)
        .expand(
            part ->
                part.cursor() == BulkCount.END
                    ? Mono.empty()
                    : store.admin().count(partition, plan, part.cursor()))
        .reduce(0L, (sum, part) -> sum + part.matched());
  }

  BulkPlan purge(QueueName queue, TaskState state) {
    return new BulkPlan(bulkId(queue), BulkAction.Kind.PURGE, state, 0, "", "");
  }

  Mono<BulkAction> begin(String queue, Function<QueueName, BulkPlan> plan) {
    return Mono.defer(
        () -> {
          QueueName name = QueueName.of(queue);
          return whole
              .begin(name, plan.apply(name))
              .doOnNext(
                  begun -> partitions.divided().partitionsOf(name).forEach(maintenance::bulkBegan));
        });
  }

  BulkPlan plan(QueueName queue, Redrive redrive) {
    return new BulkPlan(
        bulkId(queue),
        BulkAction.Kind.REDRIVE,
        TaskState.DEAD,
        redrive.rate() == null ? 0 : redrive.rate(),
        redrive.type() == null ? "" : redrive.type(),
        redrive.error() == null ? "" : redrive.error());
  }

  /** Names the queue too, since that is where it is kept. */
  private String bulkId(QueueName queue) {
    return ids.task(store.now()) + "-" + queue;
  }

  /** The bulk actions of a queue, newest first. */
  Mono<List<BulkAction>> all(String queue) {
    return Mono.defer(() -> whole.bulkActions(QueueName.of(queue)))
        .map(actions -> actions.stream().sorted(NEWEST_FIRST).toList());
  }

  Mono<BulkAction> of(String id, Function<QueueName, Mono<Optional<BulkAction>>> call) {
    return Mono.defer(
        () -> {
          QueueName queue = queueOf(id);
          return queue == null ? Mono.empty() : call.apply(queue).flatMap(Mono::justOrEmpty);
        });
  }

  private static @Nullable QueueName queueOf(String bulkId) {
    try {
      return QueueName.of(bulkId.substring(bulkId.indexOf('-') + 1));
    } catch (InvalidTaskException unknown) {
      return null;
    }
  }
}
