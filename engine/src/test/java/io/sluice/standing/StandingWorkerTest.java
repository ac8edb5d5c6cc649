package io.sluice.standing;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.config.SluiceConfig;
import io.sluice.config.Waiting;
import io.sluice.task.view.QueueView;
import io.sluice.testing.Eventually;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A worker stands while it is idle. */
class StandingWorkerTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final Sluice sluice = ENGINE.sluice();
  private final String queue = ENGINE.queue();
  private RedisLine listener;
  private Worker worker;

  @BeforeEach
  void start() {
    listener = new RedisLine(ENGINE.redis().port());
    listener.say(List.of("PSUBSCRIBE", "*{" + queue + "}:gifts:*"));
    work();
  }

  @AfterEach
  void stop() {
    worker.stop(Duration.ofSeconds(2)).block(SOON);
    listener.close();
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void mostTasksThatComeOneAfterTheOtherAreGivenByTheirEnqueue() {
    for (int i = 1; i <= 200; i++) {
      long done = i;
      sluice.enqueue(queue, ECHO.with("t" + i)).block(SOON);
      Eventually.eventually(() -> totals().succeeded() == done);
    }

    assertThat(given()).isGreaterThan(100);
    assertThat(totals().released()).isZero();
  }

  /** Else tasks that come together would wake all who stand. */
  @Test
  void whoStandsIsParkedAsWellAndStaysSo() {
    List<Worker> others = Stream.generate(this::another).limit(3).toList();
    Eventually.eventually(() -> standing() == 4 && ENGINE.tampering().blocked() == 4);

    for (int i = 1; i <= 50; i++) {
      long done = i;
      sluice.enqueue(queue, ECHO.with("t" + i)).block(SOON);
      Eventually.eventually(() -> totals().succeeded() == done);
    }

    Eventually.eventually(() -> standing() == 4 && ENGINE.tampering().blocked() == 4);
    Flux.fromIterable(others).flatMap(other -> other.stop(SOON)).then().block(SOON);
    Eventually.eventually(() -> standing() == 1);
    assertThat(totals().released()).isZero();
  }

  @Test
  void aWorkerWithOneSlotIsParkedAndDoesNotStand() {
    worker.concurrency(1).block(SOON);

    Eventually.eventually(() -> standing() == 0 && ENGINE.tampering().blocked() == 1);
    sluice.enqueue(queue, ECHO.with("t")).block(SOON);
    Eventually.eventually(() -> totals().succeeded() == 1);
    worker.concurrency(2).block(SOON);
    Eventually.eventually(() -> standing() == 1);
  }

  @Test
  void anEngineThatIsToldSoDoesNotStand() {
    worker.stop(SOON).block(SOON);
    SluiceConfig config =
        SluiceConfig.of(ENGINE.redis().uri()).withWaiting(Waiting.DEFAULT.withStands(false));
    try (Sluice plain = Sluice.builder(config).connect()) {
      worker = plain.worker(queue).handle(ECHO, task -> Mono.just("done")).start();
      Eventually.eventually(() -> ENGINE.tampering().blocked() == 1);

      assertThat(standing()).isZero();
      sluice.enqueue(queue, ECHO.with("t")).block(SOON);
      Eventually.eventually(() -> totals().succeeded() == 1);
      assertThat(given()).isZero();
    }
  }

  @Test
  void aWorkerThatIsMadeQuietStandsNoLonger() {
    Eventually.eventually(() -> standing() == 1);

    worker.quiet().block(SOON);

    assertThat(standing()).isZero();
    assertThat(ENGINE.tampering().blocked()).isZero();
    sluice.enqueue(queue, ECHO.with("t")).block(SOON);
    assertThat(ENGINE.stats(queue).block(SOON).counts().ready()).isEqualTo(1);
    worker.resume().block(SOON);
    Eventually.eventually(() -> totals().succeeded() == 1);
    assertThat(totals().released()).isZero();
  }

  @Test
  void tasksThatComeTogetherAllRun() {
    Flux.range(0, 5_000)
        .flatMap(i -> sluice.enqueue(queue, ECHO.with("t" + i)), 64)
        .blockLast(SOON);

    Eventually.eventually(() -> totals().succeeded() == 5_000);
  }

  @Test
  void whatIsGivenWhileTheWorkerStopsIsRunOrGivenBack() {
    Mono<?> flood =
        Flux.range(0, 500).concatMap(i -> sluice.enqueue(queue, ECHO.with("t" + i))).then();
    Mono.when(flood, Mono.defer(() -> worker.stop(Duration.ofSeconds(2)))).block(SOON);

    work();

    Eventually.eventually(() -> totals().succeeded() == 500);
    assertThat(totals().reaped()).isZero();
  }

  private void work() {
    worker = another();
  }

  private Worker another() {
    return sluice.worker(queue).concurrency(8).handle(ECHO, task -> Mono.just("done")).start();
  }

  private long standing() {
    return ENGINE.tampering().standing(queue);
  }

  private QueueView.Totals totals() {
    return ENGINE.stats(queue).block(SOON).totals();
  }

  /** How many tasks were told to sessions that stood. */
  private int given() {
    int given = 0;
    listener.send(List.of("PING"));
    for (List<?> heard = next(); !heard.get(0).equals("pong"); heard = next()) {
      given++;
    }
    return given;
  }

  private List<?> next() {
    return (List<?>) listener.hear();
  }
}
