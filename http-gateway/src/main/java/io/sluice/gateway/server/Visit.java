package io.sluice.gateway.server;

import io.sluice.gateway.access.Access;
import io.sluice.gateway.access.AuditLog;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.access.Quota;
import io.sluice.gateway.access.Role;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Body;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Route;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.ProblemException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;

/**
 * One request on its way from the router to its endpoint: who sends it, whether that caller may,
 * and whether it is within its rate. All of that comes before any of the body is read.
 */
final class Visit {
  private static final String QUEUE = "queue";

  private final Access access;
  private final ServedHosts hosts;
  private final Router.Match match;
  private final HttpServerRequest request;
  private final String id;
  private Caller caller = Caller.NOBODY;
  private @Nullable Quota quota;

  Visit(
      Access access, ServedHosts hosts, Router.Match match, HttpServerRequest request, String id) {
    this.access = access;
    this.hosts = hosts;
    this.match = match;
    this.request = request;
    this.id = id;
  }

  /** What the endpoint answers; errors with a problem when it may not be asked. */
  Mono<Answer> answer() {
    Route route = match.route();
    Role needed = route.role();
    if (needed != null) {
      hosts.check(request.requestHeaders());
    }
    if (route.acts()) {
      ForeignPage.refuse(request.method(), request.requestHeaders());
    }
    if (needed != null) {
      caller = access.caller(request.requestHeaders().getAll(Access.HEADER), remoteAddress());
      countOne();
      if (!caller.may(needed)) {
        throw roleTooLow(needed);
      }
    }
    Exchange exchange = new Exchange(request, id, match.variables(), caller);
    String queue = match.variables().get(QUEUE);
    if (queue == null || caller.mayReach(queue)) {
      return route.endpoint().answer(exchange).map(this::untilRevoked);
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

  private @Nullable InetAddress remoteAddress() {
    InetSocketAddress remote = request.remoteAddress();
    return remote == null ? null : remote.getAddress();
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
