package io.sluice.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.Sampler;
import io.sluice.load.measure.Stage;
import io.sluice.load.measure.TaskLog;
import io.sluice.load.pace.ArrivalPlan;
import io.sluice.load.pace.ClosedLoop;
import io.sluice.load.pace.Feed;
import io.sluice.load.pace.OpenLoop;
import io.sluice.load.pace.Rate;
import io.sluice.load.result.RunResult;
import io.sluice.load.scenario.LoadScenario.Load;
import io.sluice.load.scenario.LoadScenario.Workers;
import io.sluice.load.target.RedisLink;
import io.sluice.load.target.Target;
import io.sluice.load.target.Targets;
import io.sluice.load.traffic.PlainTraffic;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** The bare protocol does the same loads as the engine, and is judged by the same ledger check. */
class BareSiteTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final Duration SPAN = Duration.ofMillis(500);
  private static final Payloads PAYLOADS = new Payloads(100, 1);
  private static final int TASKS = 2_000;

  private static Target target;

  @BeforeAll
  static void start() {
    target = Targets.open("embedded");
  }

  @AfterAll
  static void stop() {
    target.close();
  }

  @Test
  void inAClosedLoopEachTaskRunsAndEndsOnce() {
    RunResult result = run(load(new ClosedLoop(64, SPAN), Workers.DURING));

    assertThat(count(result, Stage.E2E)).isEqualTo(result.ledger().succeeded()).isPositive();
    assertThat(result.figures().costs().cycle().redisCpuMicrosPerTask()).isPositive();
    assertThat(result.figures().costs().cycle().redisCallsPerTask()).isPositive();
  }

  @Test
  void byPlanEachTaskIsTimedOnItsWay() {
    Feed feed = new OpenLoop(ArrivalPlan.constant(new Rate(200), SPAN));

    RunResult result = run(load(feed, Workers.DURING));

    assertThat(count(result, Stage.PICKUP)).isEqualTo(100);
  }

  @Test
  void whatIsEnqueuedWithoutAWorkerRunsAfterwards() {
    Feed feed = new OpenLoop(ArrivalPlan.constant(new Rate(200), SPAN));

    RunResult result = run(load(feed, Workers.AFTER));

    assertThat(result.figures().histograms()).containsOnlyKeys(Stage.ENQUEUE);
    assertThat(result.ledger().succeeded()).isEqualTo(100);
  }

  @Test
  void aBacklogIsRunDownAndItsPartsAreCounted() {
    Drain drain = new Drain(TASKS, 16, PAYLOADS);

    RunResult result = run(drain::run);

    assertThat(result.ledger().succeeded()).isEqualTo(TASKS);
    assertThat(Objects.requireNonNull(result.figures().costs().run()).redisCpuMicrosPerTask())
        .isPositive();
    assertThat(result.figures().costs().bytesPerQueuedTask()).isBetween(100.0, 2000.0);
    assertThat(result.figures().throughput().completedPerSecond()).isPositive();
  }

  @Test
  void aTaskThatIsTakenOffTheListByAnotherIsToldAsLost() {
    LedgerVerdict verdict = afterwards(redis -> redis.commands().lpop(readyOf(redis)).then());

    assertThat(verdict.lost()).isEqualTo(1);
    assertThat(verdict.doubled()).isZero();
    assertThat(verdict.findings()).anySatisfy(f -> assertThat(f).contains("never ran"));
  }

  @Test
  void aTaskThatStandsTwiceInTheListIsToldAsDoubled() {
    LedgerVerdict verdict =
        afterwards(
            redis -> {
              String ready = readyOf(redis);
              return redis
                  .commands()
                  .lindex(ready, 0)
                  .flatMap(id -> redis.commands().lpush(ready, id))
                  .then();
            });

    assertThat(verdict.doubled()).isPositive();
    assertThat(verdict.findings()).anySatisfy(f -> assertThat(f).contains("repeated executions"));
  }

  /** The verdict on three tasks to which something happened before they could run. */
  private static LedgerVerdict afterwards(Function<RedisLink, Mono<Void>> mischief) {
    try (BareSite bare = BareSite.open(target, Sampler.silent());
        RedisLink redis = RedisLink.connect(target.redisUri())) {
      TaskLog log = new TaskLog(3);
      SendBook sends = new SendBook(log);
      return Objects.requireNonNull(
              bare.fill(3, PAYLOADS, sends)
                  .then(Mono.defer(() -> mischief.apply(redis)))
                  .then(
                      Mono.defer(
                          () ->
                              bare.withWorkers(
                                  List.of(8),
                                  payload -> {
                                    log.executed(Payloads.sequence(payload));
                                    return Mono.empty();
                                  },
                                  () -> bare.reach(2))))
                  .then(Mono.defer(() -> bare.judge(log, 1)))
                  .block(LIMIT))
          .verdict();
    }
  }

  private static String readyOf(RedisLink redis) {
    return Objects.requireNonNull(redis.commands().keys("bare-*:ready").blockFirst(LIMIT));
  }

  private static Function<BareSite, Mono<RunResult>> load(Feed feed, Workers workers) {
    return new LoadScenario(
            new Load(new OpenLoop(ArrivalPlan.none()), feed),
            new PlainTraffic("e2e", Duration.ZERO),
            Entrance.ENGINE,
            workers,
            64,
            PAYLOADS)
        ::run;
  }

  private static RunResult run(Function<BareSite, Mono<RunResult>> scenario) {
    try (BareSite bare = BareSite.open(target, Sampler.silent())) {
      RunResult result = Objects.requireNonNull(scenario.apply(bare).block(LIMIT));
      assertThat(result.problems()).isEmpty();
      assertThat(result.ledger().findings()).isEmpty();
      assertThat(result.ledger().accepted()).isEqualTo(result.ledger().succeeded()).isPositive();
      return result;
    }
  }

  private static long count(RunResult result, Stage stage) {
    return Objects.requireNonNull(result.figures().histograms().get(stage)).getTotalCount();
  }
}
