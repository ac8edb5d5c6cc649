package io.sluice.standing;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.config.SluiceConfig;
import io.sluice.config.Waiting;
import io.sluice.event.EngineEvent;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.handler.TaskHandler;
import io.sluice.task.view.QueueView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A worker with one slot stands where it waits for words. */
class OneSlotTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final Pattern SCRIPT_CALLS = Pattern.compile("cmdstat_evalsha:calls=(\\d+)");
  private static final int TASKS = 200;

  private final String queue = ENGINE.queue();
  private final AtomicInteger settled = new AtomicInteger();
  private final Queue<Sinks.One<String>> gates = new ConcurrentLinkedQueue<>();
  private Sluice sluice;
  private Worker worker;

  @BeforeEach
  void start() {
    SluiceConfig config =
        SluiceConfig.of(ENGINE.redis().uri())
            .withWaiting(new Waiting(0, Duration.ofSeconds(60), true));
    sluice = Sluice.builder(config).listener(this::heard).connect();
  }

  @AfterEach
  void stop() {
    sluice.stop(Duration.ofSeconds(2)).block(SOON);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void aTaskThatComesAloneTakesTwoCalls() {
    work();
    standsAgain();
    runOne();
    long before = scriptCalls();

    for (int i = 0; i < TASKS; i++) {
      runOne();
    }

    // Its enqueue and its end; sessions are extended besides, and maintenance has its passes.
    assertThat(scriptCalls() - before).isBetween(2L * TASKS, 2L * TASKS + TASKS / 2);
    assertThat(totals().released()).isZero();
  }

  @Test
  void itStandsAgainAfterATaskThatFailed() {
    AtomicInteger runs = new AtomicInteger();
    work(
        task ->
            runs.incrementAndGet() == 1
                ? Mono.error(new IllegalStateException("once"))
                : Mono.just("done"));
    standsAgain();

    sluice
        .enqueue(queue, ECHO.with("t").retry(RetryPolicy.fixed(1, Duration.ofMillis(1))))
        .block(SOON);

    Eventually.eventually(() -> totals().dead() == 1);
    standsAgain();
    runOne();
  }

  @Test
  void whatComesWhileItsSlotIsTakenRunsAfterwards() {
    workGated();
    standsAgain();
    sluice.enqueue(queue, ECHO.with("first")).block(SOON);
    Eventually.eventually(() -> gates.size() == 1);
    Flux.range(0, 3).concatMap(i -> sluice.enqueue(queue, ECHO.with("t" + i))).blockLast(SOON);

    for (int i = 1; i <= 4; i++) {
      int begun = i;
      Eventually.eventually(() -> gates.size() == begun);
      gates.stream().skip(begun - 1L).forEach(gate -> gate.tryEmitValue("done"));
    }

    Eventually.eventually(() -> totals().succeeded() == 4);
    standsAgain();
  }

  /** The end of the task that runs brings a claim, for which there is no room any more. */
  @Test
  void aWorkerThatIsMadeQuietWhileItsSlotIsTakenStandsNoLonger() {
    workGated();
    standsAgain();
    for (int i = 1; i <= 2; i++) { // so that the claim after the second rides on its end
      int begun = i;
      sluice.enqueue(queue, ECHO.with("t" + i)).block(SOON);
      Eventually.eventually(() -> gates.size() == begun);
      if (i == 1) {
        gates.peek().tryEmitValue("done");
        standsAgain();
      }
    }
    worker.quiet().block(SOON);

    gates.stream().skip(1).forEach(gate -> gate.tryEmitValue("done"));
    Eventually.eventually(() -> totals().succeeded() == 2);
    Eventually.eventually(() -> standing() == 0);
    sluice.enqueue(queue, ECHO.with("later")).block(SOON);
    assertThat(ENGINE.stats(queue).block(SOON).counts().ready()).isEqualTo(1);
    assertThat(gates).hasSize(2);

    worker.resume().block(SOON);
    Eventually.eventually(() -> gates.size() == 3);
    gates.forEach(gate -> gate.tryEmitValue("done"));
    Eventually.eventually(() -> totals().succeeded() == 3);
  }

  @Test
  void whatIsGivenWhileTheWorkerStopsIsRunOrGivenBack() {
    work();
    Mono<?> flood =
        Flux.range(0, 500).concatMap(i -> sluice.enqueue(queue, ECHO.with("t" + i))).then();
    Mono.when(flood, Mono.defer(() -> worker.stop(Duration.ofSeconds(2)))).block(SOON);

    work();

    Eventually.eventually(() -> totals().succeeded() == 500);
    assertThat(totals().reaped()).isZero();
  }

  @Test
  void tasksThatComeTogetherAllRunOneAtATime() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    work(
        task ->
            Mono.fromSupplier(() -> most.accumulateAndGet(running.incrementAndGet(), Math::max))
                .map(now -> "done")
                .doFinally(end -> running.decrementAndGet()));

    Flux.range(0, 2_000)
        .flatMap(i -> sluice.enqueue(queue, ECHO.with("t" + i)), 16)
        .blockLast(SOON);

    Eventually.eventually(() -> totals().succeeded() == 2_000);
    assertThat(most).hasValue(1);
  }

  private void work() {
    work(task -> Mono.just("done"));
  }

  private void workGated() {
    work(
        task -> {
          Sinks.One<String> gate = Sinks.one();
          gates.add(gate);
          return gate.asMono();
        });
  }

  private void work(TaskHandler<String, String> handler) {
    worker = sluice.worker(queue).concurrency(1).handle(ECHO, handler).start();
  }

  private void runOne() {
    int done = settled.get() + 1;
    sluice.enqueue(queue, ECHO.with("t" + done)).block(SOON);
    Eventually.eventually(() -> settled.get() == done);
  }

  private void standsAgain() {
    Eventually.eventually(() -> standing() == 1);
  }

  private long standing() {
    return ENGINE.tampering().standing(queue);
  }

  private QueueView.Totals totals() {
    return ENGINE.stats(queue).block(SOON).totals();
  }

  private static long scriptCalls() {
    Matcher calls = SCRIPT_CALLS.matcher(ENGINE.tampering().commands().info("commandstats"));
    return calls.find() ? Long.parseLong(calls.group(1)) : 0;
  }

  private void heard(EngineEvent event) {
    if (event instanceof EngineEvent.TaskSettled) {
      settled.incrementAndGet();
    }
  }
}
