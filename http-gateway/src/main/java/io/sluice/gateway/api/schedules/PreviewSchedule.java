package io.sluice.gateway.api.schedules;

import io.sluice.Schedules;
import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.schedule.ScheduleView;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** Shows the instants at which a schedule fires next. */
final class PreviewSchedule implements Endpoint {
  private static final int DEFAULT_COUNT = 10;

  private final Sluice sluice;

  PreviewSchedule(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    int count = exchange.query("count").number("count", 1, Schedules.MAX_PREVIEW, DEFAULT_COUNT);
    return SchedulePath.reached(sluice, exchange)
        .flatMap(
            name ->
                EngineCall.bounded(
                    sluice
                        .schedules()
                        .preview(name, count)
                        .zipWith(sluice.schedules().find(name), PreviewSchedule::shown)));
  }

  private static Answer shown(List<Instant> instants, ScheduleView schedule) {
    return Answer.json(
        200,
        JsonObject.write(
            json -> {
              json.putStrings("items", ScheduleJson.times(instants));
              ScheduleJson.warnings(json, schedule);
            }));
  }
}
