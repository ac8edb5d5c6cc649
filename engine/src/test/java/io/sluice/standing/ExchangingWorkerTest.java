package io.sluice.standing;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.task.view.QueueView;
import io.sluice.testing.Eventually;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestEngine;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** In a backlog the claims of a worker go with its outcomes. */
class ExchangingWorkerTest {
  private static final int TASKS = 4_000;
  private static final int CUTS = 20;

  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final Sluice sluice = ENGINE.sluice();
  private final String queue = ENGINE.queue();
  private final Map<String, Integer> runs = new ConcurrentHashMap<>();
  private final Sinks.Empty<Void> gate = Sinks.empty();
  private volatile boolean held;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 8, 32})
  void eachTaskOfABacklogRunsOnce(int slots) {
    enqueue(TASKS);

    Worker worker = work(slots);

    Eventually.eventually(() -> totals().succeeded() == TASKS);
    stop(worker);
    assertThat(runs).hasSize(TASKS).allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
    assertThat(totals().released()).isZero();
  }

  @Test
  void aWorkerThatIsMadeQuietInABacklogClaimsNothingMore() {
    enqueue(TASKS);
    Worker worker = work(8);
    Eventually.eventually(() -> totals().succeeded() > TASKS / 10);

    worker.quiet().block(SOON);
    Eventually.eventually(() -> ENGINE.stats(queue).block(SOON).counts().running() == 0);
    long done = totals().succeeded();

    assertThat(done + ENGINE.stats(queue).block(SOON).counts().ready()).isEqualTo(TASKS);
    worker.resume().block(SOON);
    Eventually.eventually(() -> totals().succeeded() == TASKS);
    stop(worker);
    assertThat(totals().released()).isZero();
  }

  @Test
  void fewerSlotsInABacklogAreKeptTo() {
    enqueue(TASKS);
    Worker worker = work(32);
    Eventually.eventually(() -> totals().succeeded() > TASKS / 10);

    worker.concurrency(2).block(SOON);

    Eventually.eventually(() -> ENGINE.stats(queue).block(SOON).counts().running() <= 2);
    Eventually.eventually(() -> totals().succeeded() == TASKS);
    stop(worker);
  }

  @Test
  void anAnswerThatIsLostMakesNoRoom() {
    enqueue(TASKS);
    Worker worker = work(8);
    try (RedisLine line = new RedisLine(ENGINE.redis().port())) {
      for (int i = 1; i < CUTS; i++) {
        int some = i * TASKS / CUTS;
        Eventually.eventually(() -> runs.size() > some);
        line.say(List.of("CLIENT", "KILL", "TYPE", "normal"));
      }
    }
    Eventually.eventually(() -> runs.size() == TASKS);
    Eventually.eventually(ENGINE.stats(queue), view -> view.totals().succeeded() == TASKS);

    held = true;
    enqueue(40);

    Eventually.eventually(ENGINE.stats(queue), view -> view.counts().running() == 8);
    gate.tryEmitEmpty();
    Eventually.eventually(ENGINE.stats(queue), view -> view.totals().succeeded() == TASKS + 40);
    stop(worker);
    assertThat(runs).allSatisfy((id, times) -> assertThat(times).isEqualTo(1));
  }

  private void enqueue(int tasks) {
    Flux.range(0, tasks)
        .flatMap(i -> sluice.enqueue(queue, ECHO.with("t" + i)), 1024)
        .blockLast(SOON);
  }

  private Worker work(int slots) {
    return sluice
        .worker(queue)
        .concurrency(slots)
        .handle(
            ECHO,
            task -> {
              runs.merge(task.id().toString(), 1, Integer::sum);
              return held ? gate.asMono().thenReturn("done") : Mono.just("done");
            })
        .start();
  }

  private void stop(Worker worker) {
    worker.stop(SOON).block(SOON);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  private QueueView.Totals totals() {
    return ENGINE.stats(queue).block(SOON).totals();
  }
}
