package io.sluice.partition;

import io.sluice.protocol.TaskStore;
import io.sluice.protocol.partition.PartitionStore;
import io.sluice.store.partition.Buckets;
import io.sluice.store.partition.PartitionMap;
import io.sluice.task.QueueName;
import io.sluice.task.view.QueueView;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Opens the buckets that a map closes, each where it is empty of what must stay together: first
 * every partition is told of the map, so that none takes a task by an older one; then each looks
 * for what is left of a bucket that is to leave it, to which nothing can be added meanwhile; and
 * then the next map is put. Any engine may do it, at any time, also several at once: the map that
 * is put first is the one that counts.
 */
final class Raising {
  private final TaskStore store;
  private final PartitionStore partitions;
  private final PartitionMap map;

  Raising(TaskStore store, PartitionStore partitions, PartitionMap map) {
    this.store = store;
    this.partitions = partitions;
    this.map = map;
  }

  /** The map in which no bucket is closed. */
  Mono<PartitionMap> finish() {
    return settings()
        .then(Flux.fromIterable(map.partitions()).concatMap(this::tell, 1).then())
        .then(Mono.defer(this::staying))
        .flatMap(
            staying -> {
              PartitionMap opened = map.opened(staying);
              return partitions.put(map.generation(), opened).map(other -> other.orElse(opened));
            });
  }

  private Mono<Void> tell(QueueName partition) {
    return partitions.remap(partition, map.generation());
  }

  /** Those of the first partition, to each of the others. */
  private Mono<Void> settings() {
    return store
        .stats(map.queue())
        .flatMapMany(
            view ->
                Flux.fromIterable(map.partitions())
                    .skip(1)
                    .concatMap(partition -> settings(partition, view), 1))
        .then();
  }

  private Mono<Void> settings(QueueName partition, QueueView view) {
    Mono<Void> configured = store.lanes().configure(partition, view.settings());
    QueueView.Pause pause = view.pause();
    return pause == null
        ? configured
        : configured.then(
            store.admin().pause(partition, pause.reason(), left(pause.until(), store.now())));
  }

  private static @Nullable Duration left(@Nullable Instant until, Instant now) {
    if (until == null) {
      return null;
    }
    Duration left = Duration.between(now, until);
    return left.isNegative() || left.isZero() ? Duration.ofMillis(1) : left;
  }

  private Mono<BitSet> staying() {
    return Flux.fromStream(IntStream.range(0, map.count()).boxed())
        .filter(partition -> !map.leaving(partition).isEmpty())
        .concatMap(this::occupied, 1)
        .reduce(
            new BitSet(Buckets.COUNT),
            (all, some) -> {
              all.or(some);
              return all;
            });
  }

  private Mono<BitSet> occupied(int partition) {
    return partitions
        .occupied(map.queue().partition(partition))
        .reduce(
            new BitSet(Buckets.COUNT),
            (all, texts) -> {
              texts.forEach(text -> all.set(Buckets.of(text)));
              return all;
            })
        .map(
            all -> {
              all.and(map.leaving(partition));
              return all;
            });
  }
}
