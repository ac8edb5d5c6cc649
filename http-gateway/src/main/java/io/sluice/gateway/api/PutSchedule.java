package io.sluice.gateway.api;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import reactor.core.publisher.Mono;

/** Puts a schedule, or replaces the one of that name. */
final class PutSchedule implements Endpoint {
  private final Sluice sluice;

  PutSchedule(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    String name = SchedulePath.fresh(exchange);
    return exchange.jsonBody().flatMap(body -> put(name, ScheduleBody.parse(body)));
  }

  private Mono<Answer> put(String name, ScheduleBody.Put put) {
    return Reads.bounded(
            sluice.schedules().create(name, put.schedule(), put.queue().value(), put.task()))
        .flatMap(
            created ->
                ShowSchedule.shown(sluice, name, created ? 201 : 200)
                    .map(
                        answer ->
                            created
                                ? answer.with(Answer.LOCATION, SchedulePath.location(name))
                                : answer));
  }
}
