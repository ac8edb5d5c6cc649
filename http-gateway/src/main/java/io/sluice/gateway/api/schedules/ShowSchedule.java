package io.sluice.gateway.api.schedules;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import reactor.core.publisher.Mono;

/** Shows one schedule. */
final class ShowSchedule implements Endpoint {
  private final Sluice sluice;

  ShowSchedule(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return SchedulePath.reached(sluice, exchange).flatMap(name -> shown(sluice, name, 200));
  }

  /** The schedule as it is now. */
  static Mono<Answer> shown(Sluice sluice, String name, int status) {
    return EngineCall.bounded(sluice.schedules().find(name))
        .map(schedule -> Answer.json(status, ScheduleJson.of(schedule)));
  }
}
