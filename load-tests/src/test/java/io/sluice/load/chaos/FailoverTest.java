package io.sluice.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.fault.Fault;
import io.sluice.load.fault.FaultRule;
import io.sluice.load.fault.OwnServers;
import io.sluice.load.fault.Topology;
import io.sluice.task.enqueue.Durability;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Small runs of the real thing on servers that take over from each other. */
class FailoverTest {
  private static final long SEED = 20_261_130;
  private static final Duration NODE_TIMEOUT = Duration.ofSeconds(1);
  private static final int RATE = 200;
  private static final int SECONDS = 6;
  private static final int LONG_SECONDS = 100;

  @TempDir private Path folder = Path.of("");

  @Test
  void whatWasConfirmedIsThereAfterAMasterBehindSentinelsWasKilled() throws Exception {
    ChaosResult result = run(Topology.SENTINEL, Durability.REPLICA, SECONDS, "kill-master=1");

    assertThat(result.fired()).isEqualTo(Map.of(Fault.KILL_MASTER, 1));
    assertThat(result.safety()).startsWith("durability replica: ");
  }

  @Test
  void aSlotMovesAndAMasterOfAClusterIsKilled() throws Exception {
    ChaosResult result =
        run(Topology.CLUSTER, Durability.REPLICA, SECONDS, "move-slot=1", "kill-master=1");

    assertThat(result.fired()).isEqualTo(Map.of(Fault.MOVE_SLOT, 1, Fault.KILL_MASTER, 1));
  }

  @Tag("proof")
  @ParameterizedTest
  @EnumSource(
      value = Topology.class,
      names = {"SENTINEL", "CLUSTER"})
  void nothingConfirmedIsLostByAnyFault(Topology topology) throws Exception {
    List<String> faults =
        Arrays.stream(Fault.values())
            .filter(fault -> fault.where() == Fault.Where.TOPOLOGY && topology.fits(fault))
            .filter(fault -> fault != Fault.UNPAUSED_FAILOVER)
            .map(fault -> fault.wireName() + "=1")
            .toList();

    ChaosResult result =
        run(topology, Durability.REPLICA, LONG_SECONDS, faults.toArray(String[]::new));

    assertThat(result.fired()).hasSize(faults.size());
  }

  private ChaosResult run(Topology topology, Durability level, int seconds, String... faults)
      throws InterruptedException {
    List<FaultRule> rules =
        Arrays.stream(faults)
            .map(text -> FaultRule.read(text, period -> Duration.parse("PT" + period)))
            .toList();
    ChaosPlan plan =
        new ChaosPlan(
            RATE * seconds,
            1,
            Duration.ofSeconds(seconds),
            rules,
            new ChaosPlan.CrewSize(2, 64, Duration.ofSeconds(3), Duration.ofMillis(20)),
            100,
            0,
            SEED,
            level);
    boolean cuttable = plan.has(Fault.PARTITION_NETWORK);
    try (OwnServers servers =
        OwnServers.start(new OwnServers.Wish(topology, null, NODE_TIMEOUT, cuttable))) {
      ChaosResult result =
          new ChaosRun(plan, servers, folder.resolve("workers.log").toFile()).run();
      System.out.println(result.safety() + "; " + result.figures());
      assertThat(result.verdict().findings()).as(result.story()).isEmpty();
      assertThat(result.problems()).isEmpty();
      return result;
    }
  }
}
