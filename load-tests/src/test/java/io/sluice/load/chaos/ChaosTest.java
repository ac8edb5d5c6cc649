package io.sluice.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.fault.Fault;
import io.sluice.load.fault.FaultRule;
import io.sluice.load.fault.OwnRedis;
import io.sluice.load.target.Target;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small runs of the real thing: worker processes, a Redis of their own, faults, the judge. */
@Tag("scaled")
class ChaosTest {
  private static final long SEED = 20_261_121;
  private static final int SECONDS = Integer.getInteger("chaos.seconds", 12);

  /** One a second and a half. */
  private static final int KILLS = SECONDS * 2 / 3;

  @TempDir private Path folder = Path.of("");

  @Test
  @Tag("proof")
  void nothingIsLostWhenWorkersAreKilled() throws Exception {
    ChaosResult result = run(plan(650 * SECONDS, 0, "kill-workers=" + KILLS));

    assertClean(result);
    assertThat(result.fired()).isEqualTo(Map.of(Fault.KILL_WORKERS, KILLS));
    assertThat(result.verdict().succeeded()).isEqualTo(result.verdict().accepted());
  }

  @Test
  void nothingIsLostWhenWorkersRedisAndTheWireFail() throws Exception {
    ChaosResult result =
        run(
            plan(
                500 * SECONDS,
                1,
                "kill-workers=" + SECONDS / 3,
                "restart-redis=1",
                "pause-redis=1",
                "flush-scripts@1s",
                "kill-clients=1",
                "reset=1",
                "lose-reply=2"));

    assertClean(result);
    assertThat(result.fired())
        .containsOnlyKeys(
            Fault.KILL_WORKERS,
            Fault.RESTART_REDIS,
            Fault.PAUSE_REDIS,
            Fault.FLUSH_SCRIPTS,
            Fault.KILL_CLIENTS,
            Fault.RESET,
            Fault.LOSE_REPLY);
    assertThat(result.verdict().dead()).as("the poisonous one").isEqualTo(1);
  }

  private static void assertClean(ChaosResult result) {
    assertThat(result.verdict().findings()).as(result.story()).isEmpty();
    assertThat(result.problems()).isEmpty();
    System.out.println("chaos: " + result.figures());
  }

  private ChaosResult run(ChaosPlan plan) throws InterruptedException {
    try (Target target = OwnRedis.start(plan.killsRedis())) {
      return new ChaosRun(plan, target, folder.resolve("workers.log").toFile()).run();
    }
  }

  private static ChaosPlan plan(int tasks, int poison, String... faults) {
    List<FaultRule> rules =
        Arrays.stream(faults)
            .map(text -> FaultRule.read(text, period -> Duration.parse("PT" + period)))
            .toList();
    return new ChaosPlan(
        tasks,
        1,
        Duration.ofSeconds(SECONDS),
        rules,
        new ChaosPlan.CrewSize(4, 64, Duration.ofSeconds(3), Duration.ofMillis(20)),
        100,
        poison,
        SEED);
  }
}
