package io.sluice.gateway.api.schedules;

import io.sluice.Schedules;
import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import reactor.core.publisher.Mono;

/** Stops a schedule from firing, or lets it go on. */
final class PauseSchedule implements Endpoint {
  private final Sluice sluice;
  private final boolean pauses;

  /**
   * @param pauses or lets go on
   */
  PauseSchedule(Sluice sluice, boolean pauses) {
    this.sluice = sluice;
    this.pauses = pauses;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    Schedules schedules = sluice.schedules();
    return SchedulePath.reached(sluice, exchange)
        .flatMap(
            name ->
                EngineCall.bounded(pauses ? schedules.pause(name) : schedules.resume(name))
                    .then(Mono.defer(() -> ShowSchedule.shown(sluice, name, 200))));
  }
}
