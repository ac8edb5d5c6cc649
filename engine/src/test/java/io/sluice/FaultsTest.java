package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.KillArgs;
import io.sluice.config.CrashLimit;
import io.sluice.event.EngineEvent;
import io.sluice.script.Script;
import io.sluice.task.QueueName;
import io.sluice.task.RedisOutOfMemoryException;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.EnqueueResult;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What breaks below the engine while it is under load: nothing is lost, and it goes on. */
@Timeout(60)
class FaultsTest {
  private static final int TASKS = 6_000;
  private static final Pattern CACHED_SCRIPTS =
      Pattern.compile("(?m)^number_of_cached_scripts:(\\d+)$");
  private static final Duration GOES_ON_WITHIN = Duration.ofSeconds(6);

  @RegisterExtension
  static final TestEngine ENGINE =
      TestEngine.with(
              config ->
                  config
                      .withSessionLife(Duration.ofSeconds(1))
                      .withCrashLimit(new CrashLimit(100, Duration.ofMillis(10))))
          .durable();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
  private final AtomicInteger accepted = new AtomicInteger();

  @Test
  void aRedisThatIsKilledAndComesBackLosesNothing() {
    Mono<Long> producing = load();
    Eventually.eventually(() -> runs.size() > TASKS / 6);

    ENGINE.redis().kill();
    Health down = Eventually.eventually(sluice.health(), health -> !health.ready());
    assertThat(down.redis()).startsWith("unavailable: ").hasSizeGreaterThan(20);
    ENGINE.redis().restart();

    assertGoesOn();
    assertNothingLost(producing);
  }

  @Test
  void connectionsThatAreCutAgainAndAgainLoseNothing() {
    Mono<Long> producing = load();
    for (int i = 1; i <= 5; i++) {
      int some = i * TASKS / 10;
      Eventually.eventually(() -> runs.size() > some);
      ENGINE.tampering().commands().clientKill(KillArgs.Builder.typeNormal().skipme(true));
    }

    assertGoesOn();
    assertNothingLost(producing);
  }

  @Test
  void scriptsThatRedisForgetsAreSentAgain() {
    Mono<Long> producing = load();
    for (int i = 1; i <= 5; i++) {
      int some = i * TASKS / 10;
      Eventually.eventually(() -> runs.size() > some);
      ENGINE.tampering().commands().scriptFlush();
    }

    assertNothingLost(producing);
    assertThat(stats().block(SOON).totals().reaped()).isZero();
  }

  @Test
  void redisKeepsOnlyTheScriptsThatAreCalled() {
    ENGINE.tampering().commands().scriptFlush();

    assertNothingLost(load());

    Matcher kept =
        CACHED_SCRIPTS.matcher(ENGINE.tampering().commands().info("memory").replace("\r", ""));
    assertThat(kept.find()).isTrue();
    assertThat(Integer.parseInt(kept.group(1))).isBetween(3, Script.values().length / 2);
  }

  @Test
  void aRedisThatPausesForLongerThanASessionLosesNothing() {
    Mono<Long> producing = load();
    Eventually.eventually(() -> runs.size() > TASKS / 4);

    ENGINE.tampering().commands().clientPause(1_500);

    assertGoesOn();
    assertNothingLost(producing);
  }

  @Test
  void aWorkerWhoseSessionIsLostStopsWhatItRunsAndGoesOnInANewOne() {
    AtomicInteger cancelled = new AtomicInteger();
    AtomicInteger begun = new AtomicInteger();
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task ->
                begun.incrementAndGet() == 1
                    ? Mono.<String>never().doOnCancel(cancelled::incrementAndGet)
                    : Mono.just("again"))
        .start();
    String id = sluice.enqueue(queue, ECHO.with("x")).block(SOON).id().value();
    TaskView first =
        Eventually.eventually(
            sluice.tasks().find(queue, id), task -> task.state() == TaskState.RUNNING);
    Eventually.eventually(() -> begun.get() == 1);

    ENGINE.store().sessions().close(QueueName.of(queue), first.worker()).block(SOON);

    TaskView ended = ENGINE.ended(queue, id);
    assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ended.crashes()).isEqualTo(1);
    assertThat(ended.attempt()).isEqualTo(1);
    Eventually.eventually(() -> cancelled.get() == 1);
    assertThat(ENGINE.events(EngineEvent.SessionLost.class))
        .anyMatch(lost -> lost.session().equals(first.worker()) && lost.running() == 1);
    assertThat(stats().block(SOON).workers()).isEqualTo(1);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void aRedisThatIsFullTakesNoTaskAndDrains() {
    int tasks = 300;
    sluice.enqueueAll(queue, Flux.range(0, tasks).map(i -> ECHO.with("t" + i))).blockLast(SOON);
    ENGINE.tampering().commands().configSet("maxmemory", "1");
    try {
      StepVerifier.create(sluice.enqueue(queue, ECHO.with("one more")))
          .expectError(RedisOutOfMemoryException.class)
          .verify(SOON);

      sluice.worker(queue).handle(ECHO, task -> Mono.just("ok")).start();

      Eventually.eventually(ENGINE.stats(queue), view -> view.totals().succeeded() == tasks);
      assertThat(sluice.health().block(SOON).ready()).isTrue();
    } finally {
      ENGINE.tampering().commands().configSet("maxmemory", "0");
    }
    assertThat(sluice.enqueue(queue, ECHO.with("again")).flatMap(sluice::result).block(SOON))
        .isEqualTo("ok");
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  /** A worker, and a producer that does not wait for it. */
  private Mono<Long> load() {
    sluice
        .worker(queue)
        .concurrency(64)
        .handle(
            ECHO,
            task -> {
              runs.computeIfAbsent(task.id().value(), id -> new AtomicInteger()).incrementAndGet();
              return Mono.just("ok");
            })
        .start();
    Mono<Long> producing =
        sluice
            .enqueueAll(queue, Flux.range(0, TASKS).map(i -> ECHO.with("t" + i)))
            .filter(EnqueueResult::accepted)
            .doOnNext(result -> accepted.incrementAndGet())
            .count()
            .cache();
    producing.subscribe();
    return producing;
  }

  private void assertGoesOn() {
    int before = runs.size();
    Eventually.eventually(
        GOES_ON_WITHIN,
        Mono.fromSupplier(runs::size),
        now -> now > before || before >= accepted.get());
    Eventually.eventually(GOES_ON_WITHIN, sluice.health(), Health::ready);
  }

  private void assertNothingLost(Mono<Long> producing) {
    long known = producing.block(SOON);
    QueueView view =
        Eventually.eventually(stats(), now -> now.totals().succeeded() == now.totals().accepted());

    Ledger ledger = ENGINE.audit(queue);
    assertThat(ledger.balanced()).as("ledger %s", ledger).isTrue();
    assertThat(ledger.unfinished()).isZero();
    assertThat(view.totals().accepted()).isBetween(known, (long) TASKS);
    assertThat(runs).hasSize((int) view.totals().accepted());
    long more = runs.values().stream().mapToLong(AtomicInteger::get).sum() - runs.size();
    assertThat(more)
        .as("runs beyond the first, of which each has a cause")
        .isLessThanOrEqualTo(view.totals().reaped() + view.totals().released());
  }

  /** Nothing while the connection of the looking process, which the faults cut too, is gone. */
  private Mono<QueueView> stats() {
    return ENGINE.stats(queue).onErrorComplete(RedisUnavailableException.class);
  }
}
