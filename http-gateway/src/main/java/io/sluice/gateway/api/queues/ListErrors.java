package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.view.ErrorGroup;
import io.sluice.task.view.QueueErrors;
import reactor.core.publisher.Mono;

/** Tells why the tasks of a queue failed, by type and first line. */
final class ListErrors implements Endpoint {
  private final Sluice sluice;

  ListErrors(Sluice sluice) {
    this.sluice = sluice;
  }

  /** Looks at many tasks, in parts that are bounded each. */
  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return KnownQueue.in(sluice, exchange)
        .flatMap(queue -> sluice.queues().errors(queue.value()))
        .map(errors -> Answer.json(200, JsonObject.write(json -> members(json, errors))));
  }

  private static void members(JsonObject json, QueueErrors errors) {
    json.putAll("items", errors.groups(), ListErrors::members)
        .put("looked", errors.looked())
        .put("complete", errors.complete());
  }

  private static void members(JsonObject json, ErrorGroup group) {
    json.put("type", group.type())
        .put("message", group.message())
        .put("count", group.count())
        .put("dead", group.dead())
        .put("retrying", group.retrying())
        .put("firstAt", group.firstAt())
        .put("lastAt", group.lastAt())
        .put("example", group.example().value());
  }
}
