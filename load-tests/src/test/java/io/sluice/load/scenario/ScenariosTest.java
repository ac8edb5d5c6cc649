package io.sluice.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Retention;
import io.sluice.load.measure.Sampler;
import io.sluice.load.measure.Stage;
import io.sluice.load.pace.ArrivalPlan;
import io.sluice.load.pace.ClosedLoop;
import io.sluice.load.pace.OpenLoop;
import io.sluice.load.pace.Rate;
import io.sluice.load.result.RunResult;
import io.sluice.load.result.RunVerdict;
import io.sluice.load.scenario.LoadScenario.Load;
import io.sluice.load.scenario.LoadScenario.Workers;
import io.sluice.load.target.RedisLink;
import io.sluice.load.traffic.DelayedTraffic;
import io.sluice.load.traffic.ManyQueues;
import io.sluice.load.traffic.PlainTraffic;
import io.sluice.load.traffic.RetryStorm;
import io.sluice.load.traffic.SlowConsumer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/**
 * Each scenario once, short, on one Redis: its ledger is clean and its own promise holds. Whether
 * the generator kept its pace is a question to the machine and not asked here.
 */
class ScenariosTest extends ScenarioRuns {
  @Test
  void enqueueMeasuresNothingButTheEnqueueAndLeavesNothingUndone() {
    RunResult result = run(plain("enqueue"), Entrance.ENGINE, Workers.AFTER);

    assertThat(count(result, Stage.ENQUEUE)).isEqualTo(TASKS);
    assertThat(result.figures().histograms()).containsOnlyKeys(Stage.ENQUEUE);
    assertThat(result.figures().throughput().completedPerSecond()).isZero();
    // So few tasks weigh less than the buffers of a connection; BenchTest looks at the figure.
    assertThat(result.figures().costs().bytesPerQueuedTask()).isNotNull();
  }

  @Test
  void aHandlerTakesAsLongAsItIsToldAndBlocksNobody() {
    RunResult result =
        run(
            new PlainTraffic("e2e", Duration.ofMillis(50)),
            Entrance.ENGINE,
            Workers.DURING,
            open(RATE));

    assertThat(count(result, Stage.E2E)).isEqualTo(TASKS);
    // Timers count in milliseconds and the JVM's clock in nanoseconds.
    assertThat(histogram(result, Stage.RUN).getMinValue()).isGreaterThan(49_000_000);
    assertThat(result.figures().special().whole().get("loop")).isEqualTo("open");
  }

  @Test
  void aClosedLoopHasNoPlanAndNeverMoreInFlightThanAsked() {
    InFlightWatch watch = new InFlightWatch();

    RunResult result =
        run(watch, Entrance.ENGINE, Workers.DURING, new ClosedLoop(8, SPAN.dividedBy(2)));

    assertThat(watch.most()).isBetween(1, 8);
    assertThat(result.pace()).isNull();
    assertThat(result.figures().special().whole().get("loop")).isEqualTo("closed");
    assertThat(count(result, Stage.E2E)).isEqualTo(count(result, Stage.ENQUEUE)).isPositive();
  }

  @Test
  void noDelayedTaskIsEarly() {
    RunResult result = run(new DelayedTraffic(Duration.ofMillis(300), Duration.ZERO));

    assertThat(count(result, Stage.START)).isEqualTo(TASKS);
    assertThat(figures(result, "delayed")).containsEntry("early", 0L);
  }

  @Test
  void inARetryStormAllEndAndNoneFailsMoreOftenThanItShould() {
    RunResult result = run(new RetryStorm(0.25, 2, Duration.ofMillis(20), Duration.ZERO));

    assertThat(count(result, Stage.E2E)).isEqualTo(TASKS);
    assertThat(figures(result, "retryStorm"))
        .containsEntry("failing", 50L)
        .containsEntry("expectedRetries", 100L)
        .containsEntry("retried", 100L);
    assertThat(figures((Map<?, ?>) figures(result, "retryStorm").get("e2eMsOfFailing")))
        .containsEntry("count", 50L);
  }

  @Test
  void everyOneOfManyQueuesGetsItsShare() {
    RunResult result = run(new ManyQueues(20, Duration.ZERO));

    assertThat(figures(result, "manyQueues"))
        .containsEntry("queues", 20)
        .containsEntry("leastSucceeded", 10L)
        .containsEntry("mostSucceeded", 10L);
  }

  @Test
  void behindASlowConsumerABacklogGrowsAndIsGoneAtTheEnd() {
    RunResult result = run(new SlowConsumer(RATE, Duration.ofMillis(100), null));

    Map<?, ?> seen = figures(result, "slowConsumer");
    assertThat((Long) seen.get("peakBacklog")).isGreaterThan(((Integer) seen.get("slots")) * 2L);
    assertThat((Double) seen.get("drainedAfterSeconds")).isPositive();
    assertThat(result.ledger().succeeded()).isEqualTo(TASKS);
  }

  @Test
  void anEnqueueOverHttpIsComparedWithABareServer() {
    RunResult result = run(plain("http-enqueue"), Entrance.HTTP, Workers.AFTER);

    assertThat(result.figures().histograms()).containsOnlyKeys(Stage.HTTP);
    assertThat(count(result, Stage.HTTP)).isEqualTo(TASKS);
    Map<?, ?> http = figures(result, "http");
    assertThat((Double) http.get("requestsPerSecond")).isPositive();
    assertThat((Double) http.get("echoRequestsPerSecond")).isPositive();
    assertThat((Double) http.get("ratio")).isPositive();
    assertThat(result.ledger().succeeded())
        .as("what was sent to compare is in the ledger too")
        .isGreaterThan(TASKS);
  }

  @Test
  void overHttpACallerIsAnsweredWhenItsTaskHasEnded() {
    RunResult result = run(plain("http-e2e"), Entrance.HTTP_WAITING, Workers.DURING);

    assertThat(count(result, Stage.HTTP)).isEqualTo(TASKS);
    assertThat(count(result, Stage.E2E)).isEqualTo(TASKS);
    assertThat(count(result, Stage.RUN)).isEqualTo(TASKS);
  }

  @Test
  void saturationIsTheHighestRateThatWasKept() {
    Saturate search =
        new Saturate(
            new Saturate.Search(
                new Rate(50), new Rate(200), SPAN.dividedBy(2), SPAN.dividedBy(2), List.of()),
            Duration.ZERO,
            64,
            PAYLOADS);

    RunResult result = onBench(search);

    List<?> steps = (List<?>) result.figures().special().whole().get("steps");
    double highest =
        steps.stream()
            .map(ScenarioRuns::figures)
            .filter(step -> Boolean.TRUE.equals(step.get("kept")))
            .mapToDouble(step -> (Double) step.get("ratePerSecond"))
            .max()
            .orElse(0);
    assertThat(steps).isNotEmpty();
    assertThat(figures(result, "saturation")).containsEntry("ratePerSecond", highest);
    assertThat(result.problems().isEmpty()).isEqualTo(highest > 0);
  }

  @Test
  void whatCannotBeKeptIsNoSaturation() {
    Saturate search =
        new Saturate(
            new Saturate.Search(
                new Rate(60), new Rate(120), SPAN.dividedBy(2), Duration.ZERO, List.of()),
            Duration.ofMillis(50),
            1,
            PAYLOADS);

    RunResult result = onBench(search);

    assertThat(figures(result, "saturation")).containsEntry("ratePerSecond", 0.0);
    assertThat(result.problems()).singleElement().asString().contains("not even --from");
  }

  @Test
  void aSoakLooksAtItsBooksAllAlong() {
    RunResult result = onBench(soak(SPAN));

    assertThat((Long) figures(result, "soak").get("audits")).isPositive();
    assertThat(count(result, Stage.E2E)).isEqualTo(TASKS);
  }

  @Test
  void aSoakEndsAtTheFirstTaskThatIsMissing() {
    try (Bench bench = Bench.open(target, Retention.DEFAULT, Sampler.silent(), "load-broken");
        RedisLink redis = RedisLink.connect(target.redisUri())) {
      String counters = "load-broken:{load-broken}:counters";
      Mono<Long> oneTooMany =
          redis
              .commands()
              .hexists(counters, "accepted")
              .repeatWhen(rounds -> rounds.delayElements(Duration.ofMillis(20)))
              .takeUntil(there -> there)
              .then(redis.commands().hincrby(counters, "accepted", 1));

      RunResult result =
          Mono.zip(soak(Duration.ofMinutes(10)).run(bench), oneTooMany).block(LIMIT).getT1();

      assertThat(result.verdict()).isEqualTo(RunVerdict.LOST_OR_DOUBLED);
      assertThat(result.ledger().findings()).anySatisfy(f -> assertThat(f).contains("during"));
    }
  }

  @Test
  void heldSlotsAreTakenWhileTheRestFlowsAndAreLetGoAtTheEnd() {
    RunResult result = onBench(new Drain(1_000, 100, 16, PAYLOADS, Lanes.NONE));

    assertThat(result.ledger().succeeded()).isEqualTo(1_100);
    assertThat(figures(result, "held")).containsEntry("slots", 100);
    assertThat((Long) figures(result, "held").get("tasksMeasured")).isBetween(1L, 1_000L);
  }

  private static Soak soak(Duration span) {
    return new Soak(
        new Load(new OpenLoop(ArrivalPlan.none()), new OpenLoop(ArrivalPlan.constant(RATE, span))),
        Duration.ZERO,
        64,
        PAYLOADS,
        Duration.ofMillis(100));
  }

  private static PlainTraffic plain(String name) {
    return new PlainTraffic(name, Duration.ZERO);
  }

  @Test
  void aBacklogCanBeOneBatchWhoseCallbackIsJudged() {
    RunResult result = onBench(new Drain(1_000, 0, 16, PAYLOADS, Lanes.NONE, true, 1));

    assertThat(result.problems()).isEmpty();
  }

  @Test
  void aBacklogCanLieInSeveralPartitions() {
    RunResult result = onBench(new Drain(1_000, 0, 16, PAYLOADS, Lanes.NONE, false, 3));

    assertThat(result.problems()).isEmpty();
    assertThat(result.ledger().succeeded()).isEqualTo(1_000);
  }

  @Test
  void aBatchThatCountsOtherwiseIsAProblem() {
    try (Bench bench = Bench.open(target, Retention.DEFAULT)) {
      List<String> problems =
          DrainBatch.open(bench)
              .flatMap(batch -> batch.seal().then(Mono.defer(() -> batch.problems(1))))
              .block(LIMIT);

      assertThat(problems)
          .singleElement()
          .asString()
          .startsWith("the batch counts ")
          .endsWith(", and 1 have succeeded");
    }
  }
}
