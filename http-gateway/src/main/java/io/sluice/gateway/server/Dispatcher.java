package io.sluice.gateway.server;

import io.sluice.gateway.access.Access;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.ProblemAnswer;
import io.sluice.gateway.http.Problems;
import io.sluice.gateway.http.Request;
import io.sluice.gateway.http.RequestId;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.metrics.HttpMetrics;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.Quoted;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** The way of every request: route, access, endpoint, problem if it fails, answer, count. */
final class Dispatcher {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final Router router;
  private final Access access;
  private final ServedHosts hosts;
  private final HttpMetrics metrics;
  private final Stopping stopping;

  Dispatcher(
      Router router, Access access, ServedHosts hosts, HttpMetrics metrics, Stopping stopping) {
    this.router = router;
    this.access = access;
    this.hosts = hosts;
    this.metrics = metrics;
    this.stopping = stopping;
  }

  Mono<Void> handle(HttpServerRequest request, HttpServerResponse response) {
    return Mono.defer(
        () -> {
          Request received = new ReceivedRequest(request);
          Visit visit = visit(received, find(request.method().name(), received.path()));
          AtomicInteger status = new AtomicInteger(HttpMetrics.ABORTED);
          return answer(visit)
              .publishOn(EventLoopScheduler.of(request))
              .flatMap(
                  answer -> {
                    status.set(answer.status());
                    return write(answer, visit.id(), request, response);
                  })
              .doFinally(signal -> ended(visit, status.get()));
        });
  }

  Router.Match find(String method, String path) {
    return router.find(method, path);
  }

  Visit visit(Request request, Router.Match match) {
    return new Visit(access, hosts, match, request);
  }

  /** What a request is answered with; nothing when its caller is gone. Cold; never errors. */
  Mono<Answer> answer(Visit visit) {
    return Mono.defer(visit::answer)
        .switchIfEmpty(Mono.error(() -> new IllegalStateException("the endpoint gave no answer")))
        .onErrorResume(
            error -> callerIsGone(error) ? Mono.empty() : Mono.just(problem(error, visit)))
        .map(visit::marked);
  }

  /** Whether each answer is the last one of its connection. */
  boolean stops() {
    return stopping.hasBegun();
  }

  /**
   * Notes that a request is over.
   *
   * @param status {@link HttpMetrics#ABORTED} when its caller had gone first
   */
  void ended(Visit visit, int status) {
    visit.ended(status);
    Router.Match match = visit.match();
    metrics.answered(match.route().method(), match.template(), status, visit.took());
  }

  private Mono<Void> write(
      Answer answer, String id, HttpServerRequest request, HttpServerResponse response) {
    response.status(answer.status()).header(RequestId.HEADER, id);
    answer.headers().forEach(response::header);
    if (stops()) {
      response.keepAlive(false);
    }
    return new AnswerWriter(request, response)
        .write(answer.body())
        .onErrorComplete(Dispatcher::callerIsGone);
  }

  private static boolean callerIsGone(Throwable error) {
    return error instanceof AbortedException || AbortedException.isConnectionReset(error);
  }

  private static Answer problem(Throwable error, Visit visit) {
    Problem problem = Problems.of(error);
    Request request = visit.request();
    String path = request.path();
    switch (problem.code()) {
      case INTERNAL ->
          log.error(
              "request {}: {} {} failed", visit.id(), request.method(), Quoted.of(path), error);
      case REDIS_UNAVAILABLE, REDIS_OUT_OF_MEMORY, OVERLOADED ->
          log.warn(
              "request {}: {} {} refused: {}",
              visit.id(),
              request.method(),
              Quoted.of(path),
              error.toString());
      default ->
          log.debug(
              "request {}: {} {}: {}", visit.id(), request.method(), Quoted.of(path), problem);
    }
    return ProblemAnswer.of(problem, visit.id(), path);
  }
}
