package io.sluice.gateway.api.schedules;

import io.sluice.Sluice;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.Quoted;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.ScheduleName;
import io.sluice.task.UnknownScheduleException;
import reactor.core.publisher.Mono;

/** Which schedule a path names. */
final class SchedulePath {
  private static final String NAME = "name";

  /** A name that no schedule can have is the path of an unknown schedule. */
  static String known(Exchange exchange) {
    String name = exchange.variable(NAME);
    try {
      return ScheduleName.of(name).value();
    } catch (InvalidTaskException impossible) {
      throw Problem.of(ProblemCode.UNKNOWN_SCHEDULE, "no schedule " + Quoted.of(name))
          .asException();
    }
  }

  /** The name in the path, if the schedule may be reached; else as if it were not there. */
  static Mono<String> reached(Sluice sluice, Exchange exchange) {
    return Mono.defer(
        () -> {
          String name = known(exchange);
          Caller caller = exchange.caller();
          return caller.reachesAll()
              ? Mono.just(name)
              : EngineCall.bounded(sluice.schedules().find(name))
                  .filter(schedule -> caller.mayReach(schedule.queue()))
                  .switchIfEmpty(
                      Mono.error(() -> new UnknownScheduleException(ScheduleName.of(name))))
                  .thenReturn(name);
        });
  }

  /** The name of one that is to be. */
  static String fresh(Exchange exchange) {
    return ScheduleName.of(exchange.variable(NAME)).value();
  }

  static String location(String name) {
    return "/v1/schedules/" + name;
  }

  private SchedulePath() {}
}
