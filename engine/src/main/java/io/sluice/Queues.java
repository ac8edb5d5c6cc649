package io.sluice;

import io.sluice.client.ErrorGroups;
import io.sluice.client.QueueClients;
import io.sluice.client.Repair;
import io.sluice.id.Ids;
import io.sluice.maintenance.Maintenance;
import io.sluice.partition.Limits;
import io.sluice.partition.Partitions;
import io.sluice.partition.WholeQueue;
import io.sluice.protocol.TaskStore;
import io.sluice.store.history.Ring;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueInUseException;
import io.sluice.task.QueueLeft;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.view.BulkAction;
import io.sluice.task.view.GroupView;
import io.sluice.task.view.History;
import io.sluice.task.view.HistoryStep;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.LettersView;
import io.sluice.task.view.PartitionsView;
import io.sluice.task.view.QueueErrors;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.Redrive;
import io.sluice.task.view.Repaired;
import io.sluice.task.view.WorkerView;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Looks at queues and acts on them. Everything is cold. */
public final class Queues {
  /** The longest reason of a pause, in characters. */
  public static final int MAX_REASON = 500;

  private final TaskStore store;
  private final QueueClients clients;
  private final Partitions partitions;
  private final WholeQueue whole;
  private final Bulk bulk;

  Queues(
      TaskStore store,
      Ids ids,
      Maintenance maintenance,
      QueueClients clients,
      Partitions partitions) {
    this.clients = clients;
    this.partitions = partitions;
    this.whole = new WholeQueue(store, partitions);
    this.bulk = new Bulk(store, ids, maintenance, partitions, whole);
    this.store = store;
  }

  /**
   * Names of queues, in order, after the given one. A queue begins with its first task, schedule or
   * setting, and ends when it is deleted; a worker may wait at one that is not there.
   */
  public Mono<List<QueueName>> list(@Nullable String after, int limit) {
    return Mono.defer(() -> store.names().after(after == null ? null : QueueName.of(after), limit));
  }

  /** Whether there is a queue of this name. */
  public Mono<Boolean> isKnown(String queue) {
    return Mono.defer(() -> store.names().known(QueueName.of(queue)));
  }

  /** The queue as it is now; empty when it is not there. */
  public Mono<QueueView> find(String queue) {
    return isKnown(queue).filter(known -> known).flatMap(known -> whole.stats(QueueName.of(queue)));
  }

  /**
   * Live workers of a queue, by session: those of this and other processes, and remote ones. As
   * they told last, which is a third of the life of a session ago at most.
   *
   * @param after the session after which to begin, or null
   */
  public Mono<List<WorkerView>> workers(String queue, @Nullable String after, int limit) {
    return Mono.defer(() -> whole.workers(QueueName.of(queue), after == null ? "" : after, limit));
  }

  /**
   * Asks the worker of a session, wherever it runs, to be quiet, to stop, or to claim again; false
   * when the session is not live. It does so within a third of the session's life, mostly at once.
   */
  public Mono<Boolean> ask(String queue, String session, WorkerView.Asked asked) {
    return Mono.defer(() -> whole.ask(QueueName.of(queue), session, asked));
  }

  /**
   * Why tasks in these states (dead, retrying) failed last; {@link QueueErrors#MAX_LOOKED} of each.
   */
  public Mono<QueueErrors> errors(String queue, QueueErrors.By by, Set<TaskState> states) {
    return partitions
        .of(QueueName.of(queue))
        .flatMap(all -> new ErrorGroups(all, store, by, states).run());
  }

  /** The groups with the largest backlog; of more than 128 by a random part of what waits. */
  public Mono<List<GroupView>> groups(String queue, int limit) {
    return Mono.defer(() -> whole.groups(QueueName.of(queue), limit));
  }

  /** What happened in these queues together: their newest steps of this length. */
  public Mono<History> history(List<String> queues, HistoryStep step, int points) {
    return Mono.defer(
            () -> whole.history(queues.stream().map(QueueName::of).toList(), step, points))
        .map(Ring::view);
  }

  /** The same of all queues of the namespace; gauges are of an engine that maintains all queues. */
  public Mono<History> history(HistoryStep step, int points) {
    return store.upkeep().history().ofAll(step, points).map(Ring::view);
  }

  /** Whether every task that was accepted is accounted for; O(1). */
  public Mono<Ledger> audit(String queue) {
    return Mono.defer(() -> whole.audit(QueueName.of(queue)));
  }

  /** What the tasks of a queue wrote to other queues, and which of these cannot be reached. */
  public Mono<LettersView> letters(String queue) {
    return Mono.defer(() -> whole.letters(QueueName.of(queue)));
  }

  /**
   * Mends a queue whose ledger does not balance, while it lives: a task that is in no place becomes
   * ready, one in several keeps one, what is left of none is dropped. Looks at every task, in
   * parts, and holds Redis for longer than other calls where it mends. What is right is left as it
   * is.
   */
  public Mono<Repaired> repair(String queue) {
    return partitions
        .each(QueueName.of(queue), partition -> new Repair(partition, store).run())
        .flatMap(all -> Mono.justOrEmpty(all.stream().reduce(Repair::together)));
  }

  /** Sets all settings of a queue; those that are null are as the engines are configured. */
  public Mono<Void> configure(String queue, QueueSettings settings) {
    return onKnown(
        queue,
        name -> {
          Limits.require(partitions.divided(), name, settings);
          return partitions.toEach(name, each -> store.lanes().configure(each, settings));
        });
  }

  /**
   * Gives no tasks out until the queue is resumed; those that run go on.
   *
   * @param reason for people who look at the queue, at most {@link #MAX_REASON} characters
   * @param length after which it resumes by itself, or null
   */
  public Mono<Void> pause(String queue, String reason, @Nullable Duration length) {
    return onKnown(
        queue,
        name -> {
          check(reason, length);
          return partitions.toEach(name, each -> store.admin().pause(each, reason, length));
        });
  }

  /**
   * Divides a queue into so many partitions, each of which may be on another master of a Cluster,
   * while it is in use. A queue has one at first, and can only be given more. Tasks stay where they
   * are. A group, a unique key or an id that was given begins in its new partition once nothing of
   * it is left in the old one; asked again for the same number, those go that are free by then.
   *
   * <p>Tasks of groups and with keys or ids of their own are not taken while this lasts, about a
   * second for a million tasks; their enqueues wait. All engines must know partitions.
   *
   * @param partitions 1 to {@link QueueName#MOST_PARTITIONS}
   */
  public Mono<Void> divide(String queue, int partitions) {
    return onKnown(
        queue,
        name ->
            Limits.check(store, name)
                .then(Mono.defer(() -> this.partitions.divide(name, partitions))));
  }

  /** What is in each partition of a queue; of one that is not divided there is one. */
  public Mono<PartitionsView> lookAtPartitions(String queue) {
    return Mono.defer(() -> whole.partitions(QueueName.of(queue)));
  }

  /** Into how many partitions a queue is divided; 1 when it is not. */
  public Mono<Integer> partitions(String queue) {
    return Mono.defer(() -> partitions.of(QueueName.of(queue))).map(List::size);
  }

  /** Gives tasks out again. */
  public Mono<Void> resume(String queue) {
    return onKnown(queue, name -> partitions.toEach(name, store.admin()::resume));
  }

  /**
   * Deletes a queue in which nothing waits, runs or is dead, and for which nothing is scheduled,
   * with all that it keeps: finished tasks, unique keys and those of requests, totals, settings.
   * Errors with {@link QueueInUseException} when something is there. The next enqueue begins it
   * anew; workers that wait at it go on.
   */
  public Mono<Void> delete(String queue) {
    return Mono.defer(
        () -> {
          QueueName name = QueueName.of(queue);
          partitions
              .divided()
              .refuse(name, "/queue", "a queue of several partitions stays; purge it");
          // In this order: whoever enqueues after the delete makes the queue known again.
          return store
              .names()
              .unregister(name)
              .then(Mono.defer(() -> store.admin().delete(name)))
              .flatMap(left -> left.isEmpty() ? deleted(name) : refused(name, left.get()));
        });
  }

  private Mono<Void> deleted(QueueName queue) {
    clients.deleted(queue);
    return Mono.empty();
  }

  private Mono<Void> refused(QueueName queue, QueueLeft left) {
    return store
        .names()
        .register(queue)
        .then(Mono.error(() -> new QueueInUseException(queue, left)));
  }

  /**
   * Begins to try dead letters again; they have all of their attempts before them. One whose unique
   * key another task holds by now stays dead, and is counted as failed.
   */
  public Mono<BulkAction> redrive(String queue, Redrive redrive) {
    return bulk.begin(queue, name -> bulk.plan(name, redrive));
  }

  /** How many dead letters a redrive would take now; looks at all of them, in parts. */
  public Mono<Long> countRedrive(String queue, Redrive redrive) {
    return bulk.count(queue, redrive);
  }

  /**
   * Begins to remove tasks of one state for good, those that are there now; running ones cannot be.
   */
  public Mono<BulkAction> purge(String queue, TaskState state) {
    if (state == TaskState.RUNNING) {
      return Mono.error(
          new InvalidTaskException("/state", "running tasks cannot be purged; cancel them"));
    }
    return bulk.begin(queue, name -> bulk.purge(name, state));
  }

  /** How far a bulk action is; empty when it is not known any more. */
  public Mono<BulkAction> bulkAction(String id) {
    return bulk.of(id, name -> whole.bulkAction(name, id));
  }

  /**
   * The bulk actions of a queue, newest first: those under way, and the last of those that are
   * over, about 100 together.
   */
  public Mono<List<BulkAction>> bulkActions(String queue) {
    return bulk.all(queue);
  }

  /** Ends a bulk action where it is. */
  public Mono<BulkAction> abort(String id) {
    return bulk.of(id, name -> whole.abort(name, id));
  }

  private Mono<Void> onKnown(String queue, Function<QueueName, Mono<Void>> call) {
    return Mono.defer(
        () -> {
          QueueName name = QueueName.of(queue);
          return store.names().register(name).then(Mono.defer(() -> call.apply(name)));
        });
  }

  private static void check(String reason, @Nullable Duration length) {
    if (reason.length() > MAX_REASON) {
      throw new InvalidTaskException(
          "/reason", "reason must have at most " + MAX_REASON + " characters");
    }
    if (length != null && (length.toMillis() < 1 || length.compareTo(TaskOptions.LONGEST) > 0)) {
      throw new InvalidTaskException(
          "/for", "must be at least 1 ms and at most " + TaskOptions.LONGEST + ", is " + length);
    }
  }
}
