package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.QueueName;
import io.sluice.task.view.PartitionsView;
import reactor.core.publisher.Mono;

/** Shows the partitions of a queue: what each of them holds, and how the queue is spread. */
final class ShowPartitions implements Endpoint {
  private final Sluice sluice;

  ShowPartitions(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return KnownQueue.in(sluice, exchange).flatMap(queue -> show(sluice, queue));
  }

  static Mono<Answer> show(Sluice sluice, QueueName queue) {
    return EngineCall.bounded(sluice.queues().lookAtPartitions(queue.value()))
        .map(view -> Answer.json(200, JsonObject.write(json -> members(json, view))));
  }

  private static void members(JsonObject json, PartitionsView view) {
    json.put("queue", view.queue().value())
        .put("partitions", view.partitions().size())
        .put("generation", view.generation())
        .put("dividing", view.dividing())
        .putAll("items", view.partitions(), ShowPartitions::members);
  }

  private static void members(JsonObject json, PartitionsView.Partition partition) {
    json.put("partition", partition.name().value())
        .put("buckets", partition.buckets())
        .put("leaving", partition.leaving())
        .put("staying", partition.staying())
        .put("counts", counts -> QueueJson.counts(counts, partition.counts()));
  }
}
