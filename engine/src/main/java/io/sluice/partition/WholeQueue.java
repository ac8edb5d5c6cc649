package io.sluice.partition;

import io.sluice.protocol.TaskStore;
import io.sluice.store.BulkPlan;
import io.sluice.store.history.Ring;
import io.sluice.store.partition.PartitionMap;
import io.sluice.task.QueueName;
import io.sluice.task.view.BulkAction;
import io.sluice.task.view.GroupView;
import io.sluice.task.view.HistoryStep;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.LettersView;
import io.sluice.task.view.PartitionsView;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.WorkerView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What operators look at and do, over all partitions of a queue. An answer is the sum of what each
 * partition answers; when one does not, the error names it. A queue that is not divided is asked
 * itself, and nothing else.
 */
public final class WholeQueue {
  private static final int ASKED_AT_ONCE = 16;

  private final TaskStore store;
  private final Partitions partitions;

  public WholeQueue(TaskStore store, Partitions partitions) {
    this.store = store;
    this.partitions = partitions;
  }

  /** Counts a queue. */
  public Mono<QueueView> stats(QueueName queue) {
    return sum(queue, store::stats, Sums::views);
  }

  /** Counts each partition of a queue by itself. */
  public Mono<PartitionsView> partitions(QueueName queue) {
    return partitions
        .mapOf(queue)
        .flatMap(
            map ->
                partitions
                    .each(map.partitions(), store::stats)
                    .map(views -> partitions(map, views)));
  }

  private static PartitionsView partitions(PartitionMap map, List<QueueView> views) {
    List<PartitionsView.Partition> all = new ArrayList<>(views.size());
    for (int i = 0; i < views.size(); i++) {
      int buckets = map.bucketsOf(i);
      int leaving = map.leaving(i).cardinality();
      int staying = Math.max(0, buckets - leaving - PartitionMap.evenly(i, map.count()));
      QueueView view = views.get(i);
      all.add(new PartitionsView.Partition(view.queue(), buckets, leaving, staying, view.counts()));
    }
    return new PartitionsView(map.queue(), map.generation(), map.isMoving(), all);
  }

  /** Whether every task is accounted for: no task goes from one partition to another. */
  public Mono<Ledger> audit(QueueName queue) {
    return sum(queue, store.mending()::audit, Sums::ledgers);
  }

  /** What happened in these queues, all partitions of each. */
  public Mono<Ring> history(List<QueueName> queues, HistoryStep step, int points) {
    return Flux.fromIterable(queues)
        .flatMap(
            queue ->
                sum(queue, each -> store.upkeep().history().of(each, step, points), Ring::plus),
            ASKED_AT_ONCE)
        .reduce(Ring::plus);
  }

  /** What its tasks wrote to other queues. */
  public Mono<LettersView> letters(QueueName queue) {
    return sum(queue, store.letters()::look, Sums::letters);
  }

  private <T> Mono<T> sum(
      QueueName queue, Function<QueueName, Mono<T>> call, BinaryOperator<T> sum) {
    return partitions.each(queue, call).flatMap(all -> Mono.justOrEmpty(all.stream().reduce(sum)));
  }

  /** The groups with the largest backlog. */
  public Mono<List<GroupView>> groups(QueueName queue, int limit) {
    return partitions
        .each(queue, partition -> store.lanes().groups(partition, limit))
        .map(
            all ->
                all.size() == 1
                    ? all.get(0)
                    : all.stream()
                        .flatMap(List::stream)
                        .sorted(Comparator.comparingLong(GroupView::ready).reversed())
                        .limit(limit)
                        .toList());
  }

  /** Its workers by session; one of an engine has a session in each partition. */
  public Mono<List<WorkerView>> workers(QueueName queue, String after, int limit) {
    return partitions
        .each(queue, partition -> store.admin().workers(partition, after, limit))
        .map(
            all ->
                all.size() == 1
                    ? all.get(0)
                    : all.stream()
                        .flatMap(List::stream)
                        .collect(
                            Collectors.toMap(
                                WorkerView::session, Sums::whole, Sums::workers, TreeMap::new))
                        .values()
                        .stream()
                        .limit(limit)
                        .toList());
  }

  /** Asks something of a worker, in each partition in which it has its session; whether in any. */
  public Mono<Boolean> ask(QueueName queue, String session, WorkerView.Asked asked) {
    return partitions
        .each(queue, partition -> store.sessions().ask(partition, session, asked))
        .map(live -> live.contains(true));
  }

  /** Begins an act on many tasks in each partition; each takes its part of the rate. */
  public Mono<BulkAction> begin(QueueName queue, BulkPlan plan) {
    return partitions
        .of(queue)
        .flatMap(
            all ->
                sum(
                    queue,
                    partition -> store.admin().begin(partition, part(plan, all.size())),
                    Sums::actions));
  }

  private static BulkPlan part(BulkPlan plan, int partitions) {
    int rate = (plan.rate() + partitions - 1) / partitions;
    return new BulkPlan(plan.id(), plan.kind(), plan.from(), rate, plan.type(), plan.error());
  }

  /** How far an act is in all partitions that know it. */
  public Mono<Optional<BulkAction>> bulkAction(QueueName queue, String id) {
    return known(queue, partition -> store.admin().bulkAction(partition, id));
  }

  /** Ends an act in each partition. */
  public Mono<Optional<BulkAction>> abort(QueueName queue, String id) {
    return known(queue, partition -> store.admin().abort(partition, id));
  }

  private Mono<Optional<BulkAction>> known(
      QueueName queue, Function<QueueName, Mono<Optional<BulkAction>>> call) {
    return partitions
        .each(queue, call)
        .map(all -> all.stream().flatMap(Optional::stream).reduce(Sums::actions));
  }

  /** The acts that are known, in no order. */
  public Mono<List<BulkAction>> bulkActions(QueueName queue) {
    return partitions
        .each(queue, store.admin()::bulkActions)
        .map(
            all -> {
              Map<String, BulkAction> byId =
                  all.stream()
                      .flatMap(List::stream)
                      .collect(
                          Collectors.toMap(
                              BulkAction::id,
                              Function.identity(),
                              Sums::actions,
                              LinkedHashMap::new));
              return new ArrayList<>(byId.values());
            });
  }
}
