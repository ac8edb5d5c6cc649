package io.sluice.gateway.server;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.sluice.gateway.access.Access;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.ProblemAnswer;
import io.sluice.gateway.http.Problems;
import io.sluice.gateway.http.RequestId;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.metrics.HttpMetrics;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.Quoted;
import java.time.Duration;
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
    return Mono.defer(() -> answer(request, response));
  }

  private Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    long started = System.nanoTime();
    AtomicInteger status = new AtomicInteger(HttpMetrics.ABORTED);
    String id = RequestId.of(request.requestHeaders().get(RequestId.HEADER));
    String path = new QueryStringDecoder(request.uri()).rawPath();
    Router.Match match = router.find(request.method().name(), path);
    Visit visit = new Visit(access, hosts, match, request, id);
    return Mono.defer(visit::answer)
        .switchIfEmpty(Mono.error(() -> new IllegalStateException("no answer to " + path)))
        .onErrorResume(
            error ->
                callerIsGone(error) ? Mono.empty() : Mono.just(problem(error, request, id, path)))
        .publishOn(EventLoopScheduler.of(request))
        .flatMap(
            answer -> {
              status.set(answer.status());
              return write(visit.marked(answer), id, request, response);
            })
        .doFinally(
            signal -> {
              visit.ended(status.get());
              metrics.answered(
                  match.route().method(),
                  match.template(),
                  status.get(),
                  Duration.ofNanos(System.nanoTime() - started));
            });
  }

  private Mono<Void> write(
      Answer answer, String id, HttpServerRequest request, HttpServerResponse response) {
    response.status(answer.status()).header(RequestId.HEADER, id);
    answer.headers().forEach(response::header);
    if (stopping.hasBegun()) {
      response.keepAlive(false);
    }
    return new AnswerWriter(request, response)
        .write(answer.body())
        .onErrorComplete(Dispatcher::callerIsGone);
  }

  private static boolean callerIsGone(Throwable error) {
    return error instanceof AbortedException || AbortedException.isConnectionReset(error);
  }

  private static Answer problem(
      Throwable error, HttpServerRequest request, String id, String path) {
    Problem problem = Problems.of(error);
    switch (problem.code()) {
      case INTERNAL ->
          log.error("request {}: {} {} failed", id, request.method(), Quoted.of(path), error);
      case REDIS_UNAVAILABLE, REDIS_OUT_OF_MEMORY, OVERLOADED ->
          log.warn(
              "request {}: {} {} refused: {}",
              id,
              request.method(),
              Quoted.of(path),
              error.toString());
      default -> log.debug("request {}: {} {}: {}", id, request.method(), Quoted.of(path), problem);
    }
    return ProblemAnswer.of(problem, id, path);
  }
}
