package io.sluice.client;

import io.sluice.encoding.Payloads;
import io.sluice.partition.Partitions;
import io.sluice.task.QueueName;
import io.sluice.task.TaskFailedException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.TaskView;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Waits for the ends of tasks and decodes their results. */
public final class Results {
  private final QueueClients clients;
  private final Partitions partitions;
  private final Payloads payloads;

  public Results(QueueClients clients, Partitions partitions, Payloads payloads) {
    this.clients = clients;
    this.partitions = partitions;
    this.payloads = payloads;
  }

  /** The result of a task once it has succeeded; errors when the task ended otherwise. */
  public <R> Mono<R> of(TaskHandle<R> task) {
    return partitions
        .placeOf(task.queue(), task.id())
        .flatMap(place -> clients.of(place).await(task.id()))
        .flatMap(ended -> Mono.justOrEmpty(result(task.type(), ended)));
  }

  /** The result of a task that has ended; throws when it ended otherwise than by success. */
  <R> @Nullable R result(TaskType<?, R> type, TaskView ended) {
    requireSuccess(ended);
    byte[] result = ended.result();
    return result == null ? null : decoded(type, result, ended.queue(), ended.id());
  }

  void requireSuccess(TaskView ended) {
    if (ended.state() != TaskState.SUCCEEDED) {
      throw new TaskFailedException(ended.id(), ended.state(), ended.failure());
    }
  }

  <R> @Nullable R decoded(TaskType<?, R> type, byte[] result, QueueName queue, TaskId id) {
    return payloads.result(result, type.result(), queue, id);
  }
}
