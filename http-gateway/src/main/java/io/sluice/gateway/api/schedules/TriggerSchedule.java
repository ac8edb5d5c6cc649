package io.sluice.gateway.api.schedules;

import io.sluice.Sluice;
import io.sluice.TriggeredTask;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.tasks.TaskJson;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import reactor.core.publisher.Mono;

/** Enqueues the task of a schedule now, out of its turn. */
final class TriggerSchedule implements Endpoint {
  private final Sluice sluice;

  TriggerSchedule(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return SchedulePath.reached(sluice, exchange)
        .flatMap(name -> EngineCall.bounded(sluice.schedules().trigger(name)))
        .map(TriggerSchedule::shown);
  }

  private static Answer shown(TriggeredTask task) {
    return Answer.json(
            200,
            JsonObject.write(
                json -> json.put("id", task.id().value()).put("queue", task.queue().value())))
        .with(Answer.LOCATION, TaskJson.location(task.queue(), task.id()));
  }
}
