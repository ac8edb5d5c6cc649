package io.sluice.gateway.server;

import io.sluice.gateway.access.Access;
import io.sluice.gateway.access.AuditLog;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.access.Quota;
import io.sluice.gateway.access.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Body;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Request;
import io.sluice.gateway.http.RequestId;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.ProblemException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One request on its way from the router to its endpoint: who sends it, whether that caller may,
 * and whether it is within its rate. All of that comes before any of the body is read.
 */
final class Visit {
  private static final String QUEUE = "queue";

  private final Access access;
  private final ServedHosts hosts;
  private final Router.Match match;
  private final Request request;
  private final String id;
  private final long began = System.nanoTime();
  private Caller caller = Caller.NOBODY;
  private @Nullable Quota quota;

  Visit(Access access, ServedHosts hosts, Router.Match match, Request request) {
    this.access = access;
    this.hosts = hosts;
    this.match = match;
    this.request = request;
    this.id = RequestId.of(request.headers().get(RequestId.HEADER));
  }

  Request request() {
    return request;
  }

  Router.Match match() {
    return match;
  }

  /** The name of the request. */
  String id() {
    return id;
  }

  /** Since it was routed. */
  Duration took() {
    return Duration.ofNanos(System.nanoTime() - began);
  }

  /** What the endpoint answers; errors with a problem when it may not be asked. */
  Mono<Answer> answer() {
    Route route = match.route();
    Role needed = route.role();
    if (needed != null) {
      hosts.check(request.headers());
    }
    if (route.acts()) {
      ForeignPage.refuse(request.method(), request.headers());
    }
    if (needed != null) {
      caller = access.caller(request.headers().getAll(Access.HEADER), request.remoteAddress());
      countOne();
      if (!caller.may(needed)) {
        throw roleTooLow(needed);
      }
    }
    Exchange exchange = new Exchange(request, id, match.variables(), caller);
    String queue = match.variables().get(QUEUE);
    if (queue == null || caller.mayReach(queue)) {
      return route
          .endpoint()
          .answer(exchange)
          .map(this::untilRevoked)
          .contextWrite(exchange.trace().write());
    }
    if (route.acts()) {
      throw forbidden("token " + caller.name() + " has no access to this queue");
    }
    return route.endpoint().answerAsUnknown(exchange);
  }

  /** The answer with what is left of the rate, if there is one. */
  Answer marked(Answer answer) {
    return quota == null
        ? answer
        : answer.with(Quota.POLICY_HEADER, quota.policyField()).with(Quota.HEADER, quota.field());
  }

  /** Notes an action; those who are not known leave no line, however often they try. */
  void ended(int status) {
    if (match.route().audited() && caller != Caller.NOBODY && (quota == null || quota.granted())) {
      AuditLog.note(
          caller, match.route().method(), match.template(), match.variables(), status, id);
    }
  }

  private void countOne() {
    Quota left = caller.take();
    quota = left;
    if (left != null && !left.granted()) {
      throw Problem.of(
              ProblemCode.RATE_LIMITED,
              "token " + caller.name() + " has used up its rate of " + left.rate())
          .withHeader(Answer.RETRY_AFTER, String.valueOf(left.retryAfterSeconds()))
          .asException();
    }
  }

  /** A stream is as long as its caller may read it. */
  private Answer untilRevoked(Answer answer) {
    return answer.body() instanceof Body.Parts stream
        ? new Answer(
            answer.status(),
            answer.headers(),
            new Body.Parts(stream.parts().takeUntilOther(caller.revoked())))
        : answer;
  }

  private ProblemException roleTooLow(Role needed) {
    return forbidden(
        "the request needs role %s, token %s has role %s"
            .formatted(needed.wireName(), caller.name(), caller.role().wireName()));
  }

  private static ProblemException forbidden(String detail) {
    return Problem.of(ProblemCode.FORBIDDEN, detail).asException();
  }
}
