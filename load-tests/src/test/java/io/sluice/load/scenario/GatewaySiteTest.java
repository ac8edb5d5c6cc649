package io.sluice.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.gateway.demo.DemoWorker;
import io.sluice.gateway.server.Gateway;
import io.sluice.load.measure.Sampler;
import io.sluice.load.measure.Stage;
import io.sluice.load.measure.TaskLog;
import io.sluice.load.pace.ArrivalPlan;
import io.sluice.load.pace.OpenLoop;
import io.sluice.load.pace.Rate;
import io.sluice.load.result.RunResult;
import io.sluice.load.scenario.LoadScenario.Load;
import io.sluice.load.scenario.LoadScenario.Workers;
import io.sluice.load.target.Target;
import io.sluice.load.target.Targets;
import io.sluice.load.traffic.PlainTraffic;
import io.sluice.metrics.EngineCounters;
import io.sluice.task.enqueue.TaskType;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewaySiteTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int TASKS = 100;

  private Target target;
  private Sluice sluice;
  private Gateway gateway;

  @BeforeEach
  void start() {
    target = Targets.open("embedded");
    sluice = Sluice.connect(target.redisUri());
    gateway = Gateway.start(sluice, new EngineCounters(), "127.0.0.1", 0).block(LIMIT);
  }

  @AfterEach
  void stop() {
    gateway.stop(Duration.ofSeconds(1)).block(LIMIT);
    sluice.close();
    target.close();
  }

  @Test
  void aRunThroughSomebodyElsesGatewayIsJudgedByWhatItsQueueCountedMeanwhile() {
    DemoWorker.createQueue(sluice).block();
    DemoWorker.start(sluice, 16);

    // The queue is not empty the second time: only the difference is ours.
    RunResult left = run("http-enqueue", Entrance.HTTP, Workers.AFTER);
    RunResult waited = run("http-e2e", Entrance.HTTP_WAITING, Workers.DURING);

    assertThat(left.ledger().findings()).isEmpty();
    assertThat(left.ledger().accepted()).isEqualTo(TASKS);
    assertThat(left.ledger().succeeded()).isEqualTo(TASKS);
    assertThat(left.figures().histograms()).containsOnlyKeys(Stage.HTTP);
    assertThat(left.figures().costs().cycle().redisCpuMicrosPerTask()).isNaN();
    assertThat(waited.ledger().findings()).isEmpty();
    assertThat(waited.ledger().succeeded()).isEqualTo(TASKS);
    assertThat(waited.figures().histograms()).containsOnlyKeys(Stage.E2E, Stage.HTTP);
  }

  @Test
  void whatSomebodyElseSendsMeanwhileIsSaidToBeTooMuch() {
    DemoWorker.createQueue(sluice).block();
    DemoWorker.start(sluice, 16);
    try (GatewaySite site = new GatewaySite(gateway.url(), Sampler.silent())) {
      site.ready().block(LIMIT);
      sluice.enqueue("demo", TaskType.raw("demo.echo").with(new byte[0])).block(LIMIT);

      assertThat(site.judge(new TaskLog(), 1).block(LIMIT))
          .satisfies(judgement -> assertThat(judgement.verdict().doubled()).isEqualTo(1));
    }
  }

  @Test
  void aGatewayWithoutDemoWorkersIsRefused() {
    assertThatThrownBy(() -> run("http-enqueue", Entrance.HTTP, Workers.AFTER))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("has no worker: start it with --demo-workers");
  }

  private RunResult run(String name, Entrance entrance, Workers workers) {
    LoadScenario scenario =
        new LoadScenario(
            new Load(
                new OpenLoop(ArrivalPlan.none()),
                new OpenLoop(ArrivalPlan.constant(new Rate(TASKS), Duration.ofSeconds(1)))),
            new PlainTraffic(name, Duration.ZERO),
            entrance,
            workers,
            16,
            new Payloads(100, 1));
    try (GatewaySite site = new GatewaySite(gateway.url(), Sampler.silent())) {
      return Objects.requireNonNull(scenario.run(site).block(LIMIT));
    }
  }
}
