package io.sluice.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Retention;
import io.sluice.load.measure.Stage;
import io.sluice.load.pace.ArrivalPlan;
import io.sluice.load.pace.Feed;
import io.sluice.load.pace.OpenLoop;
import io.sluice.load.pace.Rate;
import io.sluice.load.result.RunResult;
import io.sluice.load.scenario.LoadScenario.Load;
import io.sluice.load.scenario.LoadScenario.Workers;
import io.sluice.load.target.Target;
import io.sluice.load.target.Targets;
import io.sluice.load.traffic.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Runs scenarios, short, on one Redis: the ledger of each is clean. */
abstract class ScenarioRuns {
  static final Duration LIMIT = Duration.ofSeconds(60);
  static final Duration SPAN = Duration.ofSeconds(1);
  static final Rate RATE = new Rate(200);
  static final int TASKS = 200;
  static final Payloads PAYLOADS = new Payloads(100, 1);

  static Target target;

  @BeforeAll
  static void start() {
    target = Targets.open("embedded");
  }

  @AfterAll
  static void stop() {
    target.close();
  }

  static Feed open(Rate rate) {
    return new OpenLoop(ArrivalPlan.constant(rate, SPAN));
  }

  static RunResult run(Traffic traffic) {
    return run(traffic, Entrance.ENGINE, Workers.DURING);
  }

  static RunResult run(Traffic traffic, Entrance entrance, Workers workers) {
    return run(traffic, entrance, workers, open(RATE));
  }

  static RunResult run(Traffic traffic, Entrance entrance, Workers workers, Feed feed) {
    return run(traffic, entrance, workers, feed, 64);
  }

  static RunResult run(Traffic traffic, Entrance entrance, Workers workers, Feed feed, int slots) {
    Load load = new Load(new OpenLoop(ArrivalPlan.none()), feed);
    RunResult result = onBench(new LoadScenario(load, traffic, entrance, workers, slots, PAYLOADS));
    assertThat(result.problems()).isEmpty();
    return result;
  }

  static RunResult onBench(Scenario scenario) {
    try (Bench bench = Bench.open(target, Retention.DEFAULT)) {
      RunResult result = Objects.requireNonNull(scenario.run(bench).block(LIMIT));
      assertThat(result.ledger().findings()).isEmpty();
      assertThat(result.ledger().accepted()).isEqualTo(result.ledger().succeeded()).isPositive();
      return result;
    }
  }

  static long count(RunResult result, Stage stage) {
    return histogram(result, stage).getTotalCount();
  }

  static Histogram histogram(RunResult result, Stage stage) {
    return Objects.requireNonNull(result.figures().histograms().get(stage), stage.wireName());
  }

  @SuppressWarnings("unchecked")
  static List<Map<Object, Object>> rows(RunResult result, String name) {
    return (List<Map<Object, Object>>)
        Objects.requireNonNull(result.figures().special().whole().get(name), name);
  }

  static Map<Object, Object> figures(RunResult result, String name) {
    return figures(Objects.requireNonNull(result.figures().special().summary().get(name), name));
  }

  @SuppressWarnings("unchecked")
  static Map<Object, Object> figures(Object told) {
    return (Map<Object, Object>) told;
  }
}
