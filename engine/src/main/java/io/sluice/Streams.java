package io.sluice;

import io.sluice.client.QueueClients;
import io.sluice.encoding.Payloads;
import io.sluice.partition.Partitions;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.Emit;
import io.sluice.task.view.Emitted;
import io.sluice.task.view.StreamPosition;
import java.util.Objects;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Follows what handlers emit whose values are kept: see {@link WorkerBuilder#handle(TaskType, Emit,
 * io.sluice.task.handler.TaskHandler)}. Everything is cold.
 *
 * <p>A follower gets the items of a task from the beginning, or after a position, as it requests
 * them, and new ones soon after they are emitted. A run that ends without success voids its items,
 * which the follower is told. The flux completes when the task has succeeded and all items were
 * given. It errors with {@link io.sluice.task.TaskFailedException} when the task has ended
 * otherwise, and with {@link io.sluice.task.UnknownTaskException} when the task is not known, or is
 * known no more. While Redis does not answer, a follower waits.
 *
 * <p>However many follow, they share the connections of the engine and two subscriptions a queue. A
 * slow follower holds at most 64 items, or 256 KiB and one item, and slows nobody else; it may take
 * its time as long as the task is kept, and for 10 s after that.
 */
public final class Streams {
  private final QueueClients clients;
  private final Partitions partitions;
  private final Payloads payloads;

  Streams(QueueClients clients, Partitions partitions, Payloads payloads) {
    this.clients = clients;
    this.partitions = partitions;
    this.payloads = payloads;
  }

  /** The stream of a task from the beginning. */
  public <R> Flux<Emitted<R>> of(TaskHandle<R> task) {
    return follow(task.queue(), task.id(), task.type(), StreamPosition.BEGINNING);
  }

  /** The stream of a task from the beginning, its values read as results of this type. */
  public <R> Flux<Emitted<R>> of(String queue, String id, TaskType<?, R> type) {
    return of(queue, id, type, StreamPosition.BEGINNING);
  }

  /**
   * The stream of a task after a position, which {@link Emitted#position} of the last element that
   * was taken gives. Where the items of that position are void by now, this is told first.
   */
  public <R> Flux<Emitted<R>> of(
      String queue, String id, TaskType<?, R> type, StreamPosition after) {
    return Flux.defer(() -> follow(QueueName.of(queue), TaskId.of(id), type, after));
  }

  private <R> Flux<Emitted<R>> follow(
      QueueName queue, TaskId id, TaskType<?, R> type, StreamPosition after) {
    return Mono.defer(() -> partitions.placeOf(queue, id))
        .flatMapMany(place -> clients.of(place).stream(id, after))
        .map(emitted -> decoded(emitted, type, queue, id));
  }

  private <R> Emitted<R> decoded(
      Emitted<byte[]> emitted, TaskType<?, R> type, QueueName queue, TaskId id) {
    if (emitted instanceof Emitted.Item<byte[]> item) {
      byte[] value = Objects.requireNonNull(item.value());
      return new Emitted.Item<>(
          item.run(), item.index(), payloads.emitted(value, type.result(), queue, id));
    }
    return new Emitted.Voided<>(emitted.run());
  }
}
