package io.sluice.testing;

import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Redis Cluster of a test's own on loopback: masters, each with a replica or none, that call a
 * node gone after a second without an answer.
 */
public final class TestCluster implements AutoCloseable {
  private static final int NODE_TIMEOUT = Integer.getInteger("cluster.timeout", 1_000);
  private static final String NODE =
      "--cluster-enabled yes --cluster-replica-validity-factor 0 --repl-diskless-sync-delay 0"
          + " --cluster-node-timeout "
          + NODE_TIMEOUT;
  private static final int SLOTS = SlotHash.SLOT_COUNT;

  private final List<TestRedis> masters = new ArrayList<>();
  private final List<TestRedis> replicas = new ArrayList<>();
  private final Map<TestRedis, String> ids = new ConcurrentHashMap<>();

  private TestCluster() {}

  /** Masters only. */
  public static TestCluster of(int masters) {
    TestCluster cluster = new TestCluster();
    for (int i = 0; i < masters; i++) {
      cluster.masters.add(TestRedis.with(NODE));
    }
    cluster.begin();
    return cluster;
  }

  /** Masters, each with a replica. */
  public static TestCluster withReplicas(int masters) {
    TestCluster cluster = new TestCluster();
    for (int i = 0; i < masters; i++) {
      cluster.masters.add(TestRedis.with(NODE));
      cluster.replicas.add(TestRedis.with(NODE));
    }
    cluster.begin();
    return cluster;
  }

  public String uri() {
    return "redis-cluster://"
        + masters.stream()
            .map(master -> "127.0.0.1:" + master.port())
            .collect(Collectors.joining(","));
  }

  /** All nodes, masters at first. */
  public List<TestRedis> nodes() {
    return Stream.concat(masters.stream(), replicas.stream()).toList();
  }

  /** The node that was begun as the replica of a master. */
  public TestRedis replicaOf(TestRedis master) {
    return replicas.get(masters.indexOf(master));
  }

  /** The slot of the keys of a queue. */
  public static int slotOf(String queue) {
    return SlotHash.getSlot("sluice:{" + queue + "}:");
  }

  /**
   * The node that has a slot now, as the nodes say by themselves; of two that say so for a moment,
   * the one that was a replica.
   */
  public TestRedis ownerOf(int slot) {
    return Stream.concat(replicas.stream(), masters.stream())
        .filter(TestRedis::isUp)
        .filter(node -> has(node, slot))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no node has slot " + slot));
  }

  /** Another master than this one. */
  public TestRedis anotherThan(TestRedis master) {
    return masters.get((masters.indexOf(master) + 1) % masters.size());
  }

  /** Begins to move a slot: from then on neither node has it for keys that are not there. */
  public void beginMove(int slot, TestRedis from, TestRedis to) {
    say(to, "CLUSTER", "SETSLOT", String.valueOf(slot), "IMPORTING", ids.get(from));
    say(from, "CLUSTER", "SETSLOT", String.valueOf(slot), "MIGRATING", ids.get(to));
  }

  /** Ends it, with all keys at the other node. */
  public void endMove(int slot, TestRedis from, TestRedis to) {
    List<?> keys = (List<?>) say(from, "CLUSTER", "GETKEYSINSLOT", String.valueOf(slot), "1000");
    for (Object key : keys) {
      say(
          from,
          "MIGRATE",
          "127.0.0.1",
          String.valueOf(to.port()),
          String.valueOf(key),
          "0",
          "5000");
    }
    say(to, "CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", ids.get(to));
    say(from, "CLUSTER", "SETSLOT", String.valueOf(slot), "NODE", ids.get(to));
  }

  /** Says a command to one node; what it refuses is an error of the test. */
  public static Object say(TestRedis node, String... words) {
    try (RedisLine line = new RedisLine(node.port())) {
      Object answer = line.say(List.of(words));
      if (answer instanceof RedisLine.Refusal refusal) {
        throw new IllegalStateException(String.join(" ", words) + ": " + refusal.message());
      }
      return answer == null ? "" : answer;
    }
  }

  @Override
  public void close() {
    nodes().forEach(TestRedis::close);
  }

  private void begin() {
    nodes().forEach(node -> ids.put(node, String.valueOf(say(node, "CLUSTER", "MYID"))));
    for (int i = 0; i < masters.size(); i++) {
      TestRedis master = masters.get(i);
      say(master, "CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
      say(
          master,
          "CLUSTER",
          "ADDSLOTSRANGE",
          String.valueOf(i * SLOTS / masters.size()),
          String.valueOf((i + 1) * SLOTS / masters.size() - 1));
    }
    TestRedis first = masters.get(0);
    nodes().stream()
        .filter(node -> node != first)
        .forEach(node -> say(node, "CLUSTER", "MEET", "127.0.0.1", String.valueOf(first.port())));
    Eventually.eventually(() -> nodes().stream().allMatch(this::knowsAll));
    replicas.forEach(
        replica ->
            say(replica, "CLUSTER", "REPLICATE", ids.get(masters.get(replicas.indexOf(replica)))));
    Eventually.eventually(() -> nodes().stream().allMatch(TestCluster::isWell));
    Eventually.eventually(() -> replicas.stream().allMatch(TestCluster::follows));
  }

  private boolean knowsAll(TestRedis node) {
    return info(node).contains("cluster_known_nodes:" + nodes().size() + "\r\n")
        && String.valueOf(say(node, "CLUSTER", "NODES")).lines().noneMatch(TestCluster::isNew);
  }

  private static boolean isNew(String line) {
    return line.contains("handshake");
  }

  private static boolean isWell(TestRedis node) {
    return info(node).contains("cluster_state:ok")
        && info(node).contains("cluster_slots_ok:" + SLOTS + "\r\n");
  }

  private static String info(TestRedis node) {
    return String.valueOf(say(node, "CLUSTER", "INFO"));
  }

  private static boolean follows(TestRedis replica) {
    return String.valueOf(say(replica, "INFO", "replication")).contains("master_link_status:up");
  }

  /** Whether a node says that it has a slot. */
  public static boolean has(TestRedis node, int slot) {
    String[] myself =
        String.valueOf(say(node, "CLUSTER", "NODES"))
            .lines()
            .filter(line -> line.contains("myself"))
            .findFirst()
            .orElseThrow()
            .split(" ", -1);
    for (int i = 8; i < myself.length; i++) {
      String[] range = myself[i].split("-", -1);
      if (!myself[i].startsWith("[")
          && Integer.parseInt(range[0]) <= slot
          && slot <= Integer.parseInt(range[range.length - 1])) {
        return true;
      }
    }
    return false;
  }
}
