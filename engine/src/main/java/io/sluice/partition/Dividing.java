package io.sluice.partition;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.protocol.TaskStore;
import io.sluice.protocol.partition.Divided;
import io.sluice.protocol.partition.PartitionStore;
import io.sluice.store.partition.PartitionMap;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Raises the number of partitions of queues, and ends what another engine has begun of that. */
final class Dividing {
  /** Closed buckets that were seen more often than this were left by who closed them. */
  private static final int LEFT_AFTER = 3;

  private final TaskStore store;
  private final PartitionStore partitions;
  private final Divided divided;
  private final EngineListener listener;
  private final Map<QueueName, Seen> moving = new ConcurrentHashMap<>();

  /** How often a map whose buckets move was seen. */
  private record Seen(int generation, int times) {}

  Dividing(TaskStore store, EngineListener listener) {
    this.store = store;
    this.partitions = store.names().partitions();
    this.divided = store.divided();
    this.listener = listener;
  }

  /** See {@link Partitions#divide}; what is there was just read. */
  Mono<Void> divide(QueueName queue, int count) {
    return begin(queue, count).flatMap(this::finish).doOnNext(divided::learn).then();
  }

  private Mono<PartitionMap> begin(QueueName queue, int count) {
    PartitionMap known = divided.mapOf(queue);
    PartitionMap map = known == null ? PartitionMap.undivided(queue) : known;
    if (count < map.count() || count > QueueName.MOST_PARTITIONS || count < 1) {
      return Mono.error(
          new InvalidTaskException(
              "/partitions",
              "partitions must be %d to %d for queue %s, which has %d and can only be given more, are %d"
                  .formatted(map.count(), QueueName.MOST_PARTITIONS, queue, map.count(), count)));
    }
    if (map.isMoving()) {
      return finish(map).doOnNext(divided::learn).then(Mono.defer(() -> begin(queue, count)));
    }
    PartitionMap raised = map.raised(count);
    return count == 1 || (count == map.count() && !raised.isMoving())
        ? Mono.empty()
        : put(map.generation(), raised).doOnNext(divided::learn);
  }

  /** The map that is there then: this one, or what another engine was faster with. */
  private Mono<PartitionMap> put(int read, PartitionMap map) {
    return partitions.put(read, map).map(other -> other.orElse(map));
  }

  /** Opens buckets that an engine has closed that is not there any more. */
  Mono<Void> finishWhatWasLeft() {
    return Flux.fromIterable(divided.all())
        .filter(PartitionMap::isMoving)
        .filter(this::wasLeft)
        .concatMap(this::finishReported, 1)
        .doOnNext(divided::learn)
        .then();
  }

  private Mono<PartitionMap> finishReported(PartitionMap map) {
    return finish(map)
        .onErrorResume(
            error -> {
              listener.on(new EngineEvent.PassFailed("divide", map.queue(), error));
              return Mono.empty();
            });
  }

  private boolean wasLeft(PartitionMap map) {
    Seen seen =
        moving.merge(
            map.queue(),
            new Seen(map.generation(), 1),
            (before, now) ->
                before.generation() == now.generation()
                    ? new Seen(now.generation(), before.times() + 1)
                    : now);
    return seen.times() > LEFT_AFTER;
  }

  private Mono<PartitionMap> finish(PartitionMap map) {
    return map.isMoving()
        ? new Raising(store, partitions, map)
            .finish()
            .doOnError(error -> leave(map))
            .doOnCancel(() -> leave(map))
        : Mono.just(map);
  }

  /** Whoever divided the queue waits no more: the next look of this engine ends it. */
  private void leave(PartitionMap map) {
    moving.put(map.queue(), new Seen(map.generation(), LEFT_AFTER));
  }
}
