package io.sluice.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.gateway.cli.SluiceCommand;
import io.sluice.task.enqueue.TaskType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the manifests of Sentinel and Cluster start works: users, settings, and a failover. */
@Timeout(90)
class StartScriptTest {
  private static final TaskType<String, Void> TYPE = TaskType.of("a", String.class, Void.class);
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SLOTS = 16_384;
  private static final int MASTERS = 3;

  @TempDir private Path folder = Path.of("");

  @Test
  void aServerThatSentinelsWatchIsReplaced() throws Exception {
    try (StartedServers servers = new StartedServers(folder)) {
      int master = servers.start("server", 0);
      int replica = servers.start("server", master);
      servers.start("server", master);
      List<String> sentinels = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        sentinels.add("127.0.0.1:" + servers.start("sentinel", master));
      }
      await(() -> sees(sentinels, "slaves=2,sentinels=3"));

      String uri = "redis-sentinel://sluice:change-me@" + String.join(",", sentinels) + "/0#main";
      goesOn(uri, () -> servers.kill(master));
      assertThat(StartedServers.say(replica, "CONFIG GET min-replicas-to-write")).contains("1");
    }
  }

  private static boolean sees(List<String> sentinels, String wanted) throws IOException {
    for (String sentinel : sentinels) {
      int port = Integer.parseInt(sentinel.split(":", -1)[1]);
      String told = StartedServers.told(port, "INFO sentinel");
      if (!told.contains(wanted) || !told.contains("status=ok")) {
        return false;
      }
    }
    return true;
  }

  @Test
  void aMasterOfAClusterIsReplaced() throws Exception {
    try (StartedServers servers = new StartedServers(folder)) {
      List<Integer> nodes = new ArrayList<>();
      for (int i = 0; i < 2 * MASTERS; i++) {
        nodes.add(servers.start("node", 0));
      }
      join(nodes);

      String uri = "redis-cluster://sluice:change-me@127.0.0.1:" + nodes.get(4);
      int owner = nodes.get(ownerOf("{work}", nodes));
      goesOn(uri, () -> servers.kill(owner));
    }
  }

  /** As {@code redis-cli --cluster create}, which is not everywhere where tests run. */
  private static void join(List<Integer> nodes) throws Exception {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      ids.add(StartedServers.say(nodes.get(i), "CLUSTER MYID").get(1));
      if (i < MASTERS) {
        int last = (i + 1) * SLOTS / MASTERS - 1;
        ok(nodes.get(i), "CLUSTER SET-CONFIG-EPOCH " + (i + 1));
        ok(nodes.get(i), "CLUSTER ADDSLOTSRANGE " + i * SLOTS / MASTERS + " " + last);
      }
    }
    for (int other : nodes) {
      String bus = myself(other).split("[@ ]", -1)[2];
      for (int node : nodes) {
        ok(node, "CLUSTER MEET 127.0.0.1 " + other + " " + bus);
      }
    }
    await(() -> all(nodes, "CLUSTER INFO", "cluster_known_nodes:6"));
    await(() -> all(nodes, "CLUSTER INFO", "cluster_state:ok"));
    for (int i = 0; i < MASTERS; i++) {
      ok(nodes.get(MASTERS + i), "CLUSTER REPLICATE " + ids.get(i));
    }
    await(() -> all(nodes.subList(0, MASTERS), "INFO replication", "connected_slaves:1"));
    await(() -> all(nodes.subList(MASTERS, 6), "INFO replication", "master_link_status:up"));
  }

  private static String myself(int node) throws IOException {
    return StartedServers.say(node, "CLUSTER NODES").stream()
        .filter(line -> line.contains("myself"))
        .findFirst()
        .orElseThrow();
  }

  private static boolean all(List<Integer> nodes, String question, String wanted)
      throws IOException {
    for (int node : nodes) {
      if (!StartedServers.say(node, question).contains(wanted)) {
        return false;
      }
    }
    return true;
  }

  private static int ownerOf(String key, List<Integer> nodes) throws IOException {
    String slot = StartedServers.say(nodes.get(0), "CLUSTER KEYSLOT " + key).get(0);
    return Integer.parseInt(slot.substring(1)) * MASTERS / SLOTS;
  }

  private static void ok(int node, String command) throws IOException {
    assertThat(StartedServers.say(node, command).get(0)).as(command).isEqualTo("+OK");
  }

  /** As the user of the file, who is refused nothing; before and after the fault. */
  private static void goesOn(String uri, Runnable fault) throws Exception {
    try (Sluice sluice =
        Sluice.builder(SluiceConfig.of(uri).withEnqueueTimeout(PATIENCE))
            .listener(event -> {})
            .connect()) {
      await(() -> isTaken(sluice));
      assertThat(SluiceCommand.run("doctor", "--redis", uri)).isLessThanOrEqualTo(1);
      fault.run();
      assertThat(isTaken(sluice)).isTrue();
    }
  }

  private static boolean isTaken(Sluice sluice) {
    return sluice.enqueue("work", TYPE.with("x")).block(PATIENCE) != null;
  }

  private static void await(Callable<Boolean> reached) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.call()) {
      assertThat(System.nanoTime()).as("waited for too long").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  @Test
  void anotherRoleIsRefused() throws Exception {
    Process script =
        new ProcessBuilder("/bin/sh", "../deploy/redis/start.sh", "leader")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();

    assertThat(script.waitFor()).isEqualTo(2);
    assertThat(Files.readString(folder.resolve("said"))).contains("is 'leader'");
  }
}
