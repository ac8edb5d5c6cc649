package io.sluice.gateway.api.flow;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.tasks.Reach;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Beats;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.LineGroup;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.RequestLimits;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.json.JsonLines;
import io.sluice.gateway.problem.Problem;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.Part;
import io.sluice.task.enqueue.ScatterOptions;
import io.sluice.task.enqueue.ScatterOptions.OnFailure;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Spreads a computation over the workers of a queue: takes parts, a line each, and answers with
 * results, a line each, on the same connection. Reads on only as results are taken; a caller that
 * goes away takes with it what has not run.
 */
final class ScatterLines implements Endpoint {
  /** Results wait here for their caller, of up to the payload limit each. */
  static final int MAX_WINDOW = 1_024;

  private static final int DEFAULT_WINDOW = 256;
  private static final LineGroup GROUP = new LineGroup(64, 128 * 1024);

  private final Sluice sluice;
  private final Stopping stopping;

  ScatterLines(Sluice sluice, Stopping stopping) {
    this.sluice = sluice;
    this.stopping = stopping;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    Query query = exchange.query("ordered", "onFailure", "window");
    boolean ordered = query.choice("ordered", List.of("false", "true")).equals("true");
    String onFailure = query.choice("onFailure", List.of("error", "value", "ignore"));
    int window = query.number("window", 1, MAX_WINDOW, DEFAULT_WINDOW);
    exchange.requireLines();
    exchange.refuseKeyOfLines();
    QueueName queue = QueueName.of(exchange.variable("queue"));
    // A failure is always a value to the engine, so that its line is the last one of an error.
    ScatterOptions options = new ScatterOptions(ordered, OnFailure.VALUE, window);
    return requireWhole(queue)
        .thenReturn(
            Answer.flowing(
                200,
                JsonLines.MEDIA_TYPE,
                Beats.ofLines(Flux.defer(() -> answers(exchange, queue, options, onFailure)))));
  }

  /** Refuses before anything is answered; that Redis does not answer is told as of any part. */
  private Mono<Void> requireWhole(QueueName queue) {
    return EngineCall.bounded(sluice.queues().partitions(queue.value()))
        .onErrorReturn(1)
        .flatMap(
            partitions ->
                partitions == 1
                    ? Mono.empty()
                    : Mono.error(
                        Problem.invalid(
                                "/queue",
                                "scatter is not possible: queue %s has %d partitions"
                                    .formatted(queue, partitions))
                            .asException()));
  }

  private Flux<byte[]> answers(
      Exchange exchange, QueueName queue, ScatterOptions options, String onFailure) {
    ScatterAnswers answers = new ScatterAnswers(exchange.requestId(), exchange.path());
    return sluice
        .scatter(queue.value(), parts(exchange, answers), options)
        .takeUntilOther(stopping.whenBegun())
        .doOnNext(answers::count)
        .takeUntil(result -> onFailure.equals("error") && !result.succeeded())
        .filter(result -> result.succeeded() || !onFailure.equals("ignore"))
        .map(answers::line)
        .onErrorResume(error -> Mono.fromSupplier(() -> answers.cutOff(error)))
        .concatWith(Mono.fromSupplier(answers::summary));
  }

  private Flux<Part<PartLine, byte[]>> parts(Exchange exchange, ScatterAnswers answers) {
    Reach reach = Reach.of(exchange);
    int maxLineBytes = RequestLimits.maxLineBytes(sluice.config().maxPayloadBytes());
    return exchange
        .lines(maxLineBytes, GROUP)
        .concatMapIterable(group -> group, 1)
        .map(line -> PartLine.read(reach, line, maxLineBytes))
        .doOnNext(part -> answers.read());
  }
}
