package io.sluice.gateway.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.task.view.ClusterFacts;
import io.sluice.task.view.ClusterFacts.Master;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.ServerFacts;
import io.sluice.task.view.ServerFacts.Replication;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges a Cluster as a whole: its slots, each of its masters, and what a move of a slot costs. */
final class ClusterChecks {
  private static final String CLUSTER = "cluster";
  private static final int SLOTS = 16_384;
  private static final int CRC_POLYNOMIAL = 0x1021;
  private static final int CRC_BITS = 0xFFFF;
  private static final int CRC_TOP = 0x8000;

  /** Measured: docs/operations.md. */
  private static final long MICROS_A_TASK = 5;

  private static final Set<String> SAID_ONCE = Set.of("clock", "failover", "role");

  private final ClusterFacts cluster;

  ClusterChecks(ClusterFacts cluster) {
    this.cluster = cluster;
  }

  /**
   * What is there to be said beside the findings of one server.
   *
   * @param said what was found of that server
   */
  List<Finding> findings(List<Finding> said, Instant now) {
    List<Finding> findings = new ArrayList<>();
    findings.add(slots());
    for (Master master : cluster.masters()) {
      findings.add(master(master));
      ServerFacts facts = master.facts();
      if (facts != null) {
        findings.addAll(differing(master.place(), new ServerChecks(facts).own(now), said));
      }
    }
    return findings;
  }

  private Finding slots() {
    int orphans = cluster.orphans();
    return orphans == 0
        ? Finding.ok(CLUSTER, cluster.masters().size() + " masters have all " + SLOTS + " slots")
        : Finding.wrong(
            CLUSTER,
            orphans + " slots have no master: queues in them stand still",
            "bring their master or a replica of it back, or give them to others by redis-cli"
                + " --cluster fix");
  }

  private static Finding master(Master master) {
    String what = "master " + master.place();
    String slots =
        master.slots().stream()
            .map(ClusterFacts.Slots::toString)
            .collect(Collectors.joining(" ", "slots ", ""));
    ServerFacts facts = master.facts();
    if (facts == null) {
      return Finding.wrong(what, slots + "; it does not answer", "look at that server");
    }
    Replication is = facts.replication();
    Long replicas = is.replicas();
    if (replicas == null) {
      return Finding.note(what, slots + "; its replicas may not be asked for", "allow +info");
    }
    Long least = is.minReplicas();
    if (least != null && least > replicas) {
      return Finding.wrong(
          what,
          slots
              + "; "
              + replicas
              + " replicas and min-replicas-to-write "
              + least
              + ": every write is refused",
          "connect more replicas to it, or lower min-replicas-to-write");
    }
    return replicas == 0
        ? Finding.wrong(
            what,
            slots + "; no replica: when it dies, its queues stand still and may be lost",
            "give it a replica")
        : Finding.ok(what, slots + "; replicas: " + replicas);
  }

  /** Of one among several only what is worth to be known, and is not the same everywhere. */
  private static List<Finding> differing(String place, List<Finding> own, List<Finding> said) {
    Set<Finding> known = new HashSet<>(said);
    return own.stream()
        .filter(one -> one.level() != Finding.Level.OK)
        .filter(one -> !SAID_ONCE.contains(one.what()) && !known.contains(one))
        .map(
            one -> new Finding(one.level(), one.what() + " of " + place, one.found(), one.advice()))
        .toList();
  }

  static QueueView larger(QueueView one, QueueView other) {
    return tasks(other) > tasks(one) ? other : one;
  }

  /** What it takes to move the largest of all queues. */
  Finding largest(QueueView largest) {
    int slot = slotOf(largest.queue().value());
    long tasks = tasks(largest);
    long millis = tasks * MICROS_A_TASK / 1_000;
    String found =
        "queue "
            + largest.queue()
            + ", slot "
            + slot
            + owner(slot)
            + ", with "
            + tasks
            + " tasks: a move of the slot stops it and both nodes for about "
            + millis
            + " ms";
    Long timeout = nodeTimeout(slot);
    return timeout != null && millis > timeout / 2
        ? Finding.note(
            "largest queue",
            found + ", and cluster-node-timeout is " + timeout + " ms",
            "drain it before its slot is moved, or raise cluster-node-timeout for that time: a node"
                + " that stands still for as long is taken for dead")
        : Finding.ok("largest queue", found);
  }

  private String owner(int slot) {
    return cluster.masters().stream()
        .filter(master -> master.has(slot))
        .map(master -> " at " + master.place())
        .findFirst()
        .orElse(" at no node");
  }

  private @Nullable Long nodeTimeout(int slot) {
    for (Master master : cluster.masters()) {
      ServerFacts facts = master.facts();
      if (facts != null && master.has(slot)) {
        return facts.replication().nodeTimeoutMillis();
      }
    }
    return null;
  }

  private static long tasks(QueueView queue) {
    QueueView.Counts now = queue.counts();
    return now.scheduled()
        + now.ready()
        + now.running()
        + now.retrying()
        + now.dead()
        + now.succeeded()
        + now.cancelled()
        + now.expired();
  }

  /** The slot of what stands in the braces of a key: CRC-16/XMODEM of it. */
  static int slotOf(String queue) {
    int crc = 0;
    for (byte each : queue.getBytes(UTF_8)) {
      crc ^= (each & 0xFF) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & CRC_TOP) == 0 ? crc << 1 : (crc << 1) ^ CRC_POLYNOMIAL;
      }
      crc &= CRC_BITS;
    }
    return crc % SLOTS;
  }
}
