package io.sluice.load.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A Cluster of three masters, each with a replica. */
final class OwnCluster extends OwnServers {
  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;
  private static final int FIRST_SLOT_WORD = 8;
  private static final String MIGRATE_MILLIS = "10000";

  /** Keys of a slot that are asked for at a time. */
  private static final String KEYS = "100";

  private final List<OwnNode> nodes = new ArrayList<>();
  private final Map<OwnNode, Integer> buses = new HashMap<>();
  private final Map<OwnNode, String> ids = new HashMap<>();

  private OwnCluster(Grounds grounds) {
    super(grounds);
  }

  static OwnCluster start(Grounds grounds, Duration nodeTimeout) throws InterruptedException {
    OwnCluster cluster = new OwnCluster(grounds);
    for (int i = 1; i <= 2 * MASTERS; i++) {
      cluster.add("node-" + i, nodeTimeout);
    }
    cluster.join();
    return cluster;
  }

  private void add(String name, Duration nodeTimeout) {
    int port = Grounds.freePort();
    int bus = Grounds.freePort();
    int announced = grounds.wayTo(name, port);
    int announcedBus = grounds.busTo(name, bus);
    OwnNode node =
        grounds.add(
            name,
            port,
            announced,
            "--port",
            String.valueOf(port),
            "--bind",
            HOST,
            "--save",
            "",
            "--repl-diskless-sync-delay",
            "0",
            "--cluster-enabled",
            "yes",
            "--cluster-port",
            String.valueOf(bus),
            "--cluster-node-timeout",
            String.valueOf(nodeTimeout.toMillis()),
            // A replica that was cut off from its master for long is still better than none.
            "--cluster-replica-validity-factor",
            "0",
            "--cluster-announce-ip",
            HOST,
            "--cluster-announce-port",
            String.valueOf(announced),
            "--cluster-announce-bus-port",
            String.valueOf(announcedBus));
    node.start();
    nodes.add(node);
    buses.put(node, announcedBus);
    String id = node.ask("CLUSTER", "MYID");
    ids.put(node, id);
    if (grounds.isCuttable()) {
      grounds.network().name(id, name);
    }
  }

  private void join() throws InterruptedException {
    for (int i = 0; i < MASTERS; i++) {
      nodes.get(i).order("CLUSTER", "SET-CONFIG-EPOCH", String.valueOf(i + 1));
      String first = String.valueOf(i * SLOTS / MASTERS);
      String last = String.valueOf((i + 1) * SLOTS / MASTERS - 1);
      nodes.get(i).order("CLUSTER", "ADDSLOTSRANGE", first, last);
    }
    // Each meets each: by gossip alone it takes them some seconds to hear of each other.
    for (OwnNode other : nodes) {
      String bus = String.valueOf(buses.get(other));
      for (OwnNode node : nodes) {
        node.order("CLUSTER", "MEET", HOST, String.valueOf(other.announced()), bus);
      }
    }
    await("a Cluster in which all know each other", () -> nodes.stream().allMatch(this::knowsAll));
    for (int i = 0; i < MASTERS; i++) {
      nodes.get(MASTERS + i).order("CLUSTER", "REPLICATE", idOf(nodes.get(i)));
    }
    await("a Cluster in which each master has a replica", this::isWhole);
  }

  private boolean knowsAll(OwnNode node) {
    String seen = node.ask("CLUSTER", "NODES");
    return seen.lines().count() == nodes.size() && !seen.contains("handshake");
  }

  private String idOf(OwnNode node) {
    return String.valueOf(ids.get(node));
  }

  @Override
  public String redisUri() {
    return nodes.stream()
        .map(node -> HOST + ":" + node.announced())
        .collect(Collectors.joining(",", "redis-cluster://", ""));
  }

  @Override
  public Topology topology() {
    return Topology.CLUSTER;
  }

  /** What a node says of itself counts; of two that say so for a moment, the later one. */
  @Override
  OwnNode masterOf(String queue) {
    int slot = slotOf(queue);
    return nodes.stream()
        .filter(OwnNode::isUp)
        .filter(node -> has(node, slot))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no node has slot " + slot));
  }

  @Override
  boolean isReplaced(OwnNode master, String queue) {
    int slot = slotOf(queue);
    return nodes.stream()
        .filter(node -> node != master && node.isUp())
        .anyMatch(node -> has(node, slot));
  }

  /** All keys of a queue have its name between braces, which alone decides on the slot. */
  private int slotOf(String queue) {
    String slot = up().ask("CLUSTER", "KEYSLOT", "{" + queue + "}");
    return Integer.parseInt(slot.substring(1));
  }

  private OwnNode up() {
    return nodes.stream().filter(OwnNode::isUp).findFirst().orElseThrow();
  }

  private static boolean has(OwnNode node, int slot) {
    String[] words = myself(node).split(" ", -1);
    for (int i = FIRST_SLOT_WORD; i < words.length; i++) {
      String[] range = words[i].split("-", -1);
      if (!words[i].startsWith("[")
          && Integer.parseInt(range[0]) <= slot
          && slot <= Integer.parseInt(range[range.length - 1])) {
        return true;
      }
    }
    return false;
  }

  /** What it says of itself; a replica says no slots. */
  private static String myself(OwnNode node) {
    return node.ask("CLUSTER", "NODES")
        .lines()
        .filter(line -> line.contains("myself"))
        .findFirst()
        .orElseThrow();
  }

  /** The master itself takes no writes until the replica has all. */
  @Override
  void failOver(OwnNode master, boolean paused) {
    nodes.stream()
        .filter(node -> myself(node).contains("slave " + idOf(master)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(master + " has no replica"))
        .order("CLUSTER", "FAILOVER");
  }

  /** Under load as it is: nothing is paused. */
  @Override
  void moveSlot(String queue) {
    String slot = String.valueOf(slotOf(queue));
    OwnNode from = masterOf(queue);
    OwnNode to =
        nodes.stream()
            .filter(node -> node != from && myself(node).contains("master"))
            .findFirst()
            .orElseThrow();
    to.order("CLUSTER", "SETSLOT", slot, "IMPORTING", idOf(from));
    from.order("CLUSTER", "SETSLOT", slot, "MIGRATING", idOf(to));
    String port = String.valueOf(to.announced());
    for (List<String> keys = keysOf(from, slot); !keys.isEmpty(); keys = keysOf(from, slot)) {
      for (String key : keys) {
        // As long as it has the key, the old owner alone has changed it.
        from.order("MIGRATE", HOST, port, key, "0", MIGRATE_MILLIS, "REPLACE");
      }
    }
    to.order("CLUSTER", "SETSLOT", slot, "NODE", idOf(to));
    from.order("CLUSTER", "SETSLOT", slot, "NODE", idOf(to));
  }

  private static List<String> keysOf(OwnNode node, String slot) {
    return node.list("CLUSTER", "GETKEYSINSLOT", slot, KEYS);
  }

  /** It knows its Cluster from its own file. */
  @Override
  void startAgain(OwnNode node, String queue) {
    node.start();
  }

  @Override
  boolean isWhole() {
    List<OwnNode> masters = nodes.stream().filter(node -> myself(node).contains("master")).toList();
    return masters.size() == MASTERS
        && masters.stream().allMatch(OwnCluster::hasReplica)
        && nodes.stream().allMatch(OwnCluster::isWell);
  }

  private static boolean hasReplica(OwnNode master) {
    return master.ask("INFO", "replication").contains("state=online");
  }

  private static boolean isWell(OwnNode node) {
    String info = node.ask("CLUSTER", "INFO");
    return info.contains("cluster_state:ok")
        && info.contains("cluster_slots_ok:" + SLOTS + "\r\n")
        && !node.ask("CLUSTER", "NODES").contains("fail");
  }
}
