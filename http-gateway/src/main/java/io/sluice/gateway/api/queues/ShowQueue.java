package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.view.GroupView;
import io.sluice.task.view.QueueView;
import java.util.List;
import reactor.core.publisher.Mono;

/** Shows one queue: what it holds and what its ledger says. */
final class ShowQueue implements Endpoint {
  private final Sluice sluice;

  ShowQueue(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return show(sluice, exchange);
  }

  /** The answer that shows the queue of the path; errors with {@code unknown_queue}. */
  static Mono<Answer> show(Sluice sluice, Exchange exchange) {
    return KnownQueue.view(sluice, exchange.variable("queue"), exchange.caller())
        .flatMap(
            queue ->
                TopGroups.of(sluice, queue.queue())
                    .map(groups -> Answer.json(200, of(queue, groups))));
  }

  private static byte[] of(QueueView queue, List<GroupView> groups) {
    return JsonObject.write(
        json -> {
          QueueJson.members(json, queue);
          LimitsJson.groups(json, groups);
        });
  }
}
