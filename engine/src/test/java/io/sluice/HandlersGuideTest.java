package io.sluice;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.SluiceConfig;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.enqueue.TraceContext;
import io.sluice.task.handler.BatchOutcome;
import io.sluice.task.handler.RetryRule;
import io.sluice.task.handler.TaskContext;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The examples of docs/handlers.md, as they stand there. */
class HandlersGuideTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final TaskType<String, String> SEND_EMAIL =
      TaskType.of("email.send", String.class, String.class);
  private static final TaskType<String, Void> INDEX =
      TaskType.of("search.index", String.class, Void.class);

  private final Sluice sluice = ENGINE.sluice();

  interface Mailer {
    Mono<String> send(String mail);
  }

  interface Index {
    Mono<Void> write(List<String> documents);
  }

  static final class TooManyMails extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  @Test
  void rulesInTurn() {
    Mailer mailer = mail -> Mono.error(new NumberFormatException(mail));
    sluice
        .worker("email")
        .handle(SEND_EMAIL, task -> mailer.send(task.payload()))
        .retry(
            RetryRule.never(IllegalArgumentException.class)
                .or(RetryRule.on(TooManyMails.class, RetryRule.snooze(Duration.ofMinutes(1))))
                .or(
                    (attempt, error) ->
                        attempt < 3 ? RetryRule.retryIn(Duration.ofSeconds(1)) : RetryRule.POLICY))
        .start();

    String id = sluice.enqueue("email", SEND_EMAIL.with("ann")).block(SOON).id().value();
    assertThat(ENGINE.ended("email", id).attempt()).isEqualTo(1);
  }

  @Test
  void batches() {
    Index index = documents -> Mono.empty();
    sluice
        .worker("search")
        .concurrency(200)
        .handleBatch(
            INDEX,
            100,
            Duration.ofMillis(20),
            tasks ->
                index
                    .write(tasks.stream().map(TaskContext::payload).toList())
                    .thenMany(Flux.fromIterable(BatchOutcome.succeed(tasks))))
        .start();

    assertThat(
            sluice
                .enqueue("search", INDEX.with("a document"))
                .flatMap(sluice::result)
                .blockOptional(SOON))
        .isEmpty();
  }

  @Test
  void interceptorsAndTraces() {
    TraceContext trace =
        TraceContext.of("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", null, null);
    SluiceBuilder builder =
        Sluice.builder(SluiceConfig.of(ENGINE.redis().uri()))
            .intercept((queue, task, next) -> next.with(signed(task.options().headers())));
    sluice
        .worker("traced")
        .intercept((task, run) -> run.doOnError(error -> report(task.id(), error)))
        .handle(
            SEND_EMAIL,
            task ->
                Mono.deferContextual(
                    context ->
                        Mono.just(
                            task.headers().get("by") + TraceContext.in(context).traceparent())))
        .start();

    Sluice producer = builder.connect();
    String told =
        producer
            .enqueue("traced", SEND_EMAIL.with("x"))
            .contextWrite(trace.write())
            .flatMap(producer::result)
            .block(SOON);
    producer.stop(Duration.ZERO).block(SOON);

    assertThat(told).isEqualTo("me" + trace.traceparent());
  }

  private static void report(Object id, Throwable error) {
    throw new AssertionError("no error is expected of " + id, error);
  }

  private static Map<String, String> signed(Map<String, String> headers) {
    Map<String, String> all = new HashMap<>(headers);
    all.put("by", "me");
    return all;
  }
}
