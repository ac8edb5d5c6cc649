package io.sluice.partition;

import io.sluice.protocol.TaskStore;
import io.sluice.protocol.partition.Divided;
import io.sluice.store.partition.Buckets;
import io.sluice.store.partition.PartitionMap;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** In which partition a task is. */
final class Places {
  /** Partitions that are asked at once for an id that names none. */
  private static final int AT_ONCE = 16;

  private final TaskStore store;
  private final Divided divided;

  Places(TaskStore store) {
    this.store = store;
    this.divided = store.divided();
  }

  /** Where these tasks are, those of a partition together. */
  Flux<Part> of(QueueName queue, List<TaskId> ids) {
    if (divided.mapOf(queue) == null) {
      return Flux.just(new Part(queue, ids));
    }
    return Flux.fromIterable(ids)
        .flatMapSequential(id -> of(queue, id).map(place -> new Part(place, List.of(id))), AT_ONCE)
        .collectList()
        .flatMapIterable(Places::together);
  }

  private static List<Part> together(List<Part> parts) {
    Map<QueueName, List<TaskId>> byPlace = new LinkedHashMap<>();
    parts.forEach(
        part -> byPlace.computeIfAbsent(part.queue(), q -> new ArrayList<>()).addAll(part.ids()));
    return byPlace.entrySet().stream().map(e -> new Part(e.getKey(), e.getValue())).toList();
  }

  /** Where a task is; see {@link Partitions#placeOf}. */
  Mono<QueueName> of(QueueName queue, TaskId id) {
    PartitionMap map = divided.mapOf(queue);
    if (map == null) {
      return Mono.just(queue);
    }
    if (id.partition() >= 0) {
      return Mono.just(id.partition() < map.count() ? queue.partition(id.partition()) : queue);
    }
    QueueName own = queue.partition(map.ownerOf(Buckets.of(id.value())));
    List<QueueName> others = new ArrayList<>(map.partitions());
    others.remove(own);
    return has(own, id)
        .switchIfEmpty(Flux.fromIterable(others).flatMap(each -> has(each, id), AT_ONCE).next())
        .defaultIfEmpty(own);
  }

  private Mono<QueueName> has(QueueName partition, TaskId id) {
    return store
        .find(partition, List.of(id))
        .filter(found -> found.get(0).isPresent())
        .map(found -> partition);
  }
}
