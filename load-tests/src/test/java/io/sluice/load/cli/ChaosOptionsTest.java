package io.sluice.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What does not fit is refused before anything is started, and what does is named. */
class ChaosOptionsTest {
  private final StringWriter said = new StringWriter();

  @Test
  void aFaultThatDoesNotFitTheTopologyIsRefusedWithThoseThatDo() {
    assertRefused("--topology", "sentinel", "--faults", "move-slot");
    assertThat(said.toString())
        .contains(
            "move-slot does not fit --topology sentinel, which has kill-workers, stop-workers,"
                + " term-workers, failover, unpaused-failover, kill-master, freeze-master,"
                + " partition-network");
  }

  @Test
  void oneServerHasNobodyToTakeOver() {
    assertRefused("--faults", "kill-workers=1,failover");
    assertThat(said.toString())
        .contains("failover does not fit --topology single, which has kill-workers")
        .contains("restart-redis");
  }

  @Test
  void faultsOfOneRedisDoNotHappenToSeveral() {
    assertRefused("--topology", "cluster", "--faults", "restart-redis=1");
    assertThat(said.toString())
        .contains("restart-redis does not fit --topology cluster")
        .contains("move-slot");
  }

  @Test
  void theServersOfATopologyAreTheRunsOwn() {
    assertRefused("--topology", "cluster", "--target", "redis://127.0.0.1:1");
    assertThat(said.toString()).contains("leave --target out");
  }

  @Test
  void theWayToSeveralServersIsNotOne() {
    assertRefused("--target", "redis-cluster://127.0.0.1:1", "--faults", "delay");
    assertThat(said.toString())
        .contains("delay happens on the way to one Redis, and --target names several");
  }

  @Test
  void followUpsAreNotJudgedAcrossFailovers() {
    assertRefused("--topology", "cluster", "--pipeline", "2");
    assertThat(said.toString()).contains("--pipeline exclude each other");
  }

  @Test
  void aReplicaThatIsAskedForMustBeThere() {
    assertRefused("--durability", "replica");
    assertThat(said.toString()).contains("give --topology sentinel or cluster");
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    assertRefused("--topology", "cluster", "--redis-server", "/nowhere/redis-server");
    assertThat(said.toString()).contains("is /nowhere/redis-server");
  }

  @Test
  void anotherTopologyIsRefused() {
    assertRefused("--topology", "ring");
    assertThat(said.toString()).contains("topology must be single, sentinel or cluster, is 'ring'");
  }

  private void assertRefused(String... options) {
    String[] line = new String[options.length + 1];
    line[0] = "chaos";
    System.arraycopy(options, 0, line, 1, options.length);
    int code = LoadCommand.commandLine().setErr(new PrintWriter(said, true)).execute(line);

    assertThat(code).as(said.toString()).isEqualTo(2);
  }
}
