package io.sluice.gateway.api.tasks;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Line;
import io.sluice.gateway.http.LineGroup;
import io.sluice.gateway.http.Problems;
import io.sluice.gateway.http.RequestLimits;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.json.JsonLines;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.ProblemException;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.QueueName;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Enqueues a stream of tasks, a line each, and answers each with a line.
 *
 * <p>What comes in together goes on together: the lines that end in one part of the body are one
 * group, their answers one part of the answer. So a lone line is answered at once, and a flood in
 * large parts. A group is taken in when one before it was answered and its answer taken; so the
 * caller is slowed down to what Redis takes, and to how fast it reads itself. While Redis does not
 * answer, nothing more is read, and the lines that were read wait.
 */
final class EnqueueLines {
  private static final Logger log = LoggerFactory.getLogger(EnqueueLines.class);

  /** A line may be longer than a group else; so a stream holds 16 such lines at most, 4 MiB. */
  private static final LineGroup GROUP = new LineGroup(64, 128 * 1024);

  /** Groups under way at once. */
  private static final int WINDOW = 16;

  private final Sluice sluice;
  private final Stopping stopping;

  EnqueueLines(Sluice sluice, Stopping stopping) {
    this.sluice = sluice;
    this.stopping = stopping;
  }

  Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    exchange.refuseKeyOfLines();
    Reach reach = Reach.of(exchange);
    return Mono.just(
        Answer.flowing(
            200,
            JsonLines.MEDIA_TYPE,
            Flux.defer(() -> answers(exchange, reach)).contextWrite(exchange.trace().write())));
  }

  private Flux<byte[]> answers(Exchange exchange, Reach reach) {
    LineAnswers answers = new LineAnswers(exchange.requestId(), exchange.path());
    return exchange
        .lines(maxLineBytes(), GROUP)
        .takeUntilOther(stopping.whenBegun())
        .map(lines -> enqueued(reach, lines).map(answers::ofGroup))
        .onErrorResume(
            ProblemException.class, cut -> Flux.just(Mono.just(answers.cutOff(cut.problem()))))
        .flatMapSequential(group -> group, WINDOW, 1)
        .concatWith(Mono.fromSupplier(answers::summary));
  }

  /** What became of each line, in order. */
  private Mono<List<LineAnswers.LineAnswer>> enqueued(Reach reach, List<Line> lines) {
    return Flux.fromIterable(lines)
        .flatMapSequential(line -> enqueued(reach, line), GROUP.lines(), 1)
        .collectList();
  }

  private Mono<LineAnswers.LineAnswer> enqueued(Reach reach, Line line) {
    QueueName queue = reach.home();
    return Mono.defer(
            () -> sluice.enqueuePatiently(queue.value(), EnqueueBody.parse(reach, whole(line))))
        .onErrorResume(
            DuplicateTaskException.class, refused -> Duplicates.refuse(sluice, queue, refused))
        .map(handle -> LineAnswers.LineAnswer.accepted(line.number(), handle))
        .onErrorResume(
            error -> Mono.just(LineAnswers.LineAnswer.rejected(line.number(), problem(error))));
  }

  private byte[] whole(Line line) {
    if (line.tooLong()) {
      throw Problem.of(
              ProblemCode.PAYLOAD_TOO_LARGE,
              "the line is longer than the limit of " + maxLineBytes() + " bytes")
          .asException();
    }
    return line.bytes();
  }

  private int maxLineBytes() {
    return RequestLimits.maxLineBytes(sluice.config().maxPayloadBytes());
  }

  private static Problem problem(Throwable error) {
    Problem problem = Problems.of(error);
    if (problem.code() == ProblemCode.INTERNAL) {
      log.error("cannot enqueue a line of a stream", error);
    }
    return problem;
  }
}
