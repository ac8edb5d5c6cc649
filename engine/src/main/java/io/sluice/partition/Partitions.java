package io.sluice.partition;

import io.sluice.event.EngineListener;
import io.sluice.event.TaskEvent;
import io.sluice.loop.LoopAge;
import io.sluice.loop.PeriodicLoop;
import io.sluice.loop.Timers;
import io.sluice.protocol.TaskStore;
import io.sluice.protocol.partition.Divided;
import io.sluice.protocol.partition.PartitionStore;
import io.sluice.store.partition.Buckets;
import io.sluice.store.partition.PartitionMap;
import io.sluice.task.OverloadedException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Which partitions the queues of a namespace have, and in which of them a task is. Asks every two
 * seconds whether anything has changed; a call that a partition refuses asks at once. A queue that
 * is not divided costs nothing here.
 */
public final class Partitions {
  private static final Duration POLL = Duration.ofSeconds(2);

  /** After which a closed bucket is looked at again. */
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  /** Of the tasks that may go anywhere, so many go to one partition before the next: one call. */
  private static final int FILL = TaskStore.MAX_BATCH;

  /** Partitions that are asked at once for an id that names none. */
  private static final int ASKED_AT_ONCE = 16;

  private final PartitionStore partitions;
  private final Divided divided;
  private final Duration patience;
  private final Map<QueueName, AtomicInteger> filling = new ConcurrentHashMap<>();
  private final Dividing dividing;
  private final Places places;
  private final PeriodicLoop polling;
  private volatile String changes = "";

  /**
   * Where a task goes.
   *
   * @param id the one of the task, which names its partition if Sluice made it
   */
  public record Route(QueueName partition, TaskId id) {}

  /**
   * @param patience how long an enqueue waits for its bucket to open
   */
  public Partitions(TaskStore store, Duration patience, EngineListener listener) {
    this.partitions = store.names().partitions();
    this.divided = store.divided();
    this.dividing = new Dividing(store, listener);
    this.places = new Places(store);
    this.patience = patience;
    this.polling =
        PeriodicLoop.start(
            "partitions",
            POLL,
            Mono.defer(this::read).then(Mono.defer(dividing::finishWhatWasLeft)),
            error -> {},
            Timers.scheduler());
  }

  private Mono<Void> read() {
    return partitions
        .maps(changes)
        .flatMap(
            read -> {
              read.maps().forEach(divided::learn);
              changes = read.changes();
              return Flux.fromIterable(read.maps()).concatMap(this::putBack, 1).then();
            });
  }

  /** What this engine knows goes before what a failover has brought back. */
  private Mono<Void> putBack(PartitionMap read) {
    PartitionMap known = divided.mapOf(read.queue());
    return known == null || known.generation() == read.generation()
        ? Mono.empty()
        : partitions.put(read.generation(), known).then();
  }

  /** Once this engine has read which queues are divided. */
  private Mono<Void> ready() {
    return changes.isEmpty() ? read() : Mono.empty();
  }

  public void stop() {
    polling.dispose();
  }

  /** How long ago it was asked what has changed. */
  public LoopAge loopAge() {
    return polling.age();
  }

  /** All partitions of a queue; only itself when it is not divided. */
  public Mono<List<QueueName>> of(QueueName queue) {
    return ready().then(Mono.fromSupplier(() -> divided.partitionsOf(queue)));
  }

  /** All partitions of these queues, as far as this engine knows. */
  public List<QueueName> ofAll(List<QueueName> queues) {
    return queues.stream().flatMap(queue -> divided.partitionsOf(queue).stream()).toList();
  }

  /** The map of a queue as it is now. */
  Mono<PartitionMap> mapOf(QueueName queue) {
    return Mono.defer(this::read)
        .then(
            Mono.fromSupplier(
                () -> {
                  PartitionMap map = divided.mapOf(queue);
                  return map == null ? PartitionMap.undivided(queue) : map;
                }));
  }

  /** What each partition answers, in order. */
  public <T> Mono<List<T>> each(QueueName queue, Function<QueueName, Mono<T>> call) {
    return of(queue).flatMap(all -> each(all, call));
  }

  /** What each of these answers, in order. */
  <T> Mono<List<T>> each(List<QueueName> all, Function<QueueName, Mono<T>> call) {
    return all.size() == 1
        ? call.apply(all.get(0)).map(List::of)
        : Flux.fromIterable(all)
            .flatMapSequential(
                partition -> call.apply(partition).onErrorMap(e -> Missed.of(partition, e)),
                ASKED_AT_ONCE)
            .collectList();
  }

  /** Does the same in each partition, the first one last. */
  public Mono<Void> toEach(QueueName queue, Function<QueueName, Mono<Void>> call) {
    return of(queue)
        .flatMap(
            all -> {
              if (all.size() == 1) {
                return call.apply(queue);
              }
              List<QueueName> others = all.subList(1, all.size());
              return Flux.fromIterable(others)
                  .flatMap(
                      partition -> call.apply(partition).onErrorMap(e -> Missed.of(partition, e)),
                      ASKED_AT_ONCE)
                  .then(Mono.defer(() -> call.apply(queue)));
            });
  }

  /**
   * The partition in which a task is. An id that Sluice made names it; one that a caller gave is
   * looked for, first where a task with this id and nothing else goes.
   */
  public Mono<QueueName> placeOf(QueueName queue, TaskId id) {
    boolean isNew = id.partition() >= 0 && !isDivided(queue); // it was divided a moment ago
    return (isNew ? read() : ready()).then(Mono.defer(() -> places.of(queue, id)));
  }

  /** Where these tasks are, those of a partition together. */
  public Flux<Part> placesOf(QueueName queue, List<TaskId> ids) {
    return ready().thenMany(Flux.defer(() -> places.of(queue, ids)));
  }

  /** What happens to tasks of a queue, in all of its partitions that there are by now. */
  public Flux<TaskEvent> events(TaskStore from, QueueName queue) {
    return of(queue)
        .flatMapMany(
            all ->
                Flux.merge(
                    all.stream()
                        .map(each -> from.hints().events(each).flatMapMany(events -> events))
                        .toList()));
  }

  /** Whether this engine knows that a queue is divided. */
  public boolean isDivided(QueueName queue) {
    return divided.mapOf(queue) != null;
  }

  /** What this engine knows of divided queues. */
  public Divided divided() {
    return divided;
  }

  /**
   * Where a new task of a divided queue goes; waits while its bucket is closed.
   *
   * @param decides its group, or a key, or the id that it was given; null when it may go anywhere
   * @param id that it has
   * @param made whether Sluice made the id
   */
  public Mono<Route> route(QueueName queue, @Nullable String decides, TaskId id, boolean made) {
    return Mono.defer(
        () -> {
          PartitionMap map = divided.mapOf(queue);
          if (map == null) {
            return Mono.just(new Route(queue, id));
          }
          if (decides == null) {
            return Mono.just(routed(queue, next(map), id, made));
          }
          int bucket = Buckets.of(decides);
          return map.isClosed(bucket)
              ? open(queue, bucket).map(owner -> routed(queue, owner, id, made))
              : Mono.just(routed(queue, map.ownerOf(bucket), id, made));
        });
  }

  private static Route routed(QueueName queue, int partition, TaskId id, boolean made) {
    return new Route(queue.partition(partition), made ? id.in(partition) : id);
  }

  /** One partition's call is filled, then that of the next. */
  private int next(PartitionMap map) {
    AtomicInteger count = filling.computeIfAbsent(map.queue(), queue -> new AtomicInteger());
    return Math.floorMod(Math.floorDiv(count.getAndIncrement(), FILL), map.count());
  }

  private Mono<Integer> open(QueueName queue, int bucket) {
    return Mono.delay(LOOK_AGAIN, Timers.scheduler())
        .then(Mono.defer(this::read))
        .then(Mono.defer(() -> Mono.justOrEmpty(divided.mapOf(queue))))
        .filter(map -> !map.isClosed(bucket))
        .repeatWhenEmpty(looks -> looks)
        .map(map -> map.ownerOf(bucket))
        .timeout(patience, Mono.error(() -> closed(queue)), Timers.scheduler());
  }

  private static OverloadedException closed(QueueName queue) {
    return new OverloadedException(
        "queue " + queue + " is being divided, and takes no such task meanwhile; try again");
  }

  /**
   * Asks what has changed, since a partition knows a newer map: at once, and not so soon if that
   * did not help.
   *
   * @param times how often it was asked for the same, with this time
   */
  public Mono<Void> again(int times) {
    Mono<Void> read = Mono.defer(this::read);
    return times == 1 ? read : Mono.delay(LOOK_AGAIN, Timers.scheduler()).then(read);
  }

  /**
   * Divides a queue into so many partitions, at least as many as it has; the tasks in it stay where
   * they are. Repeatable: each time those buckets go to another partition that are empty by then.
   */
  public Mono<Void> divide(QueueName queue, int count) {
    return Mono.defer(this::read).then(Mono.defer(() -> dividing.divide(queue, count)));
  }
}
