package io.sluice.gateway.api.schedules;

import io.sluice.Sluice;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.schedule.ScheduleView;
import io.sluice.task.QueueName;
import io.sluice.task.UnknownScheduleException;
import reactor.core.publisher.Flux;
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
    return exchange
        .jsonBody()
        .flatMap(
            body -> {
              ScheduleBody.Put put = ScheduleBody.parse(body);
              return mayPut(exchange.caller(), name, put).then(Mono.defer(() -> put(name, put)));
            });
  }

  /** Neither into a queue that is hidden from the caller nor in place of a schedule of one. */
  private Mono<Void> mayPut(Caller caller, String name, ScheduleBody.Put put) {
    if (caller.reachesAll()) {
      return Mono.empty();
    }
    Mono<QueueName> before =
        EngineCall.bounded(sluice.schedules().find(name))
            .map(ScheduleView::queue)
            .onErrorResume(UnknownScheduleException.class, fresh -> Mono.empty());
    return Flux.concat(Mono.just(put.queue()), before)
        .filter(queue -> !caller.mayReach(queue))
        .next()
        .flatMap(
            hidden ->
                Mono.error(
                    Problem.of(
                            ProblemCode.FORBIDDEN,
                            "token "
                                + caller.name()
                                + " has no access to the queue of this schedule")
                        .asException()));
  }

  private Mono<Answer> put(String name, ScheduleBody.Put put) {
    return EngineCall.bounded(
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
