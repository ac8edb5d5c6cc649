package io.sluice.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.load.fault.Fault;
import io.sluice.load.fault.FaultRule;
import io.sluice.load.fault.OwnRedis;
import io.sluice.load.target.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks go through three queues by follow-ups while workers and Redis are killed. */
@Tag("scaled")
class PipelineTest {
  private static final long SEED = 20_261_129;
  private static final int SECONDS = Integer.getInteger("pipeline.seconds", 2);
  private static final int KILLS = Math.max(2, SECONDS * 2 / 3);
  private static final int STAGES = 3;
  private static final int PAYLOAD_BYTES = 100;

  @TempDir private Path folder = Path.of("");

  @Test
  void eachInputHasOneAcceptedOutcomeInEachStage() throws Exception {
    ChaosPlan plan =
        plan(200 * SECONDS, SECONDS, "kill-workers=" + KILLS, "restart-redis=1", "lose-reply=1");
    ChaosResult result;
    try (Target redis = OwnRedis.start(true)) {
      result = run(plan, redis).run();
    }

    assertThat(result.verdict().findings()).as(result.story()).isEmpty();
    assertThat(result.problems()).isEmpty();
    assertThat(result.fired())
        .containsOnlyKeys(Fault.KILL_WORKERS, Fault.RESTART_REDIS, Fault.LOSE_REPLY);
    List<Object> inputs = figures(result, "inputs");
    assertThat(inputs).hasSize(STAGES).allMatch(inputs.get(0)::equals);
    assertThat(figures(result, "succeeded")).isEqualTo(inputs);
    System.out.println("pipeline: " + result.figures());
  }

  @Test
  @Tag("proof")
  void aRunIsBrokenByATaskThatIsThereTwiceAndByAFollowUpThatWasKnown() throws Exception {
    ChaosResult result;
    try (Target redis = OwnRedis.start(false)) {
      ChaosRun run = run(plan(50, 1), redis);
      SluiceConfig config = SluiceConfig.of(redis.redisUri()).withNamespace(run.namespace());
      try (Sluice sluice = Sluice.builder(config).connect()) {
        byte[] seventh = Parcel.of(7, false, PAYLOAD_BYTES);
        byte[] eighth = Parcel.of(8, false, PAYLOAD_BYTES);
        sluice.enqueue("chaos-2", WorkerMain.TYPE.with(seventh)).block();
        sluice.enqueue("chaos-3", WorkerMain.TYPE.with(eighth).id("own-8")).block();
      }
      result = run.run();
    }

    assertThat(result.verdict().doubled()).isPositive();
    assertThat(result.verdict().findings())
        .contains(
            "chaos-2: 1 tasks are doubled, the first is task 7: several tasks have its number",
            "chaos-3: 1 follow-ups came again and were known");
    assertThat(result.story()).startsWith("chaos-2, task 7, id ");
  }

  private static List<Object> figures(ChaosResult result, String name) {
    List<?> stages = (List<?>) result.figures().get("stages");
    return stages.stream().<Object>map(stage -> ((Map<?, ?>) stage).get(name)).toList();
  }

  private ChaosRun run(ChaosPlan plan, Target redis) {
    return new ChaosRun(plan, redis, folder.resolve("workers.log").toFile());
  }

  private static ChaosPlan plan(int tasks, int seconds, String... faults) {
    List<FaultRule> rules =
        Stream.of(faults)
            .map(text -> FaultRule.read(text, period -> Duration.parse("PT" + period)))
            .toList();
    return new ChaosPlan(
        tasks,
        STAGES,
        Duration.ofSeconds(seconds),
        rules,
        new ChaosPlan.CrewSize(2, 32, Duration.ofSeconds(1), Duration.ofMillis(20)),
        PAYLOAD_BYTES,
        0,
        SEED);
  }
}
