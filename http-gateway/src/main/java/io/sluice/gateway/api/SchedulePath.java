package io.sluice.gateway.api;

import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.Quoted;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.ScheduleName;

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

  /** The name of one that is to be. */
  static String fresh(Exchange exchange) {
    return ScheduleName.of(exchange.variable(NAME)).value();
  }

  static String location(String name) {
    return "/v1/schedules/" + name;
  }

  private SchedulePath() {}
}
