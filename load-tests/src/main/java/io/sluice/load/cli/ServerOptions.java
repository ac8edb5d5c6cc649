package io.sluice.load.cli;

import io.sluice.load.fault.Fault;
import io.sluice.load.fault.OwnServers;
import io.sluice.load.fault.Topology;
import io.sluice.task.enqueue.Durability;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of the servers that a run of faults starts, and of how safe its enqueues are. */
final class ServerOptions {
  private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(200);

  @Option(
      names = "--topology",
      paramLabel = "single|sentinel|cluster",
      converter = Converters.OfTopology.class,
      defaultValue = "single",
      description =
          "Redis to start: one server, a master with 2 replicas and 3 Sentinels, or a Cluster of 3 "
              + "masters with a replica each. Default: ${DEFAULT-VALUE}.")
  private Topology topology = Topology.SINGLE;

  @Option(
      names = "--node-timeout",
      converter = Converters.OfDuration.class,
      defaultValue = "2s",
      description =
          "Time after which Sentinels, or the Cluster, take a silent server for gone. "
              + "Default: ${DEFAULT-VALUE}.")
  private Duration nodeTimeout = Duration.ZERO;

  @Option(
      names = "--redis-server",
      paramLabel = "FILE",
      description = "Program of these servers. Default: the one that comes with this command.")
  private @Nullable Path program;

  @Option(
      names = "--durability",
      paramLabel = "memory|replica|fsync",
      defaultValue = "memory",
      description =
          "How safe a task must be when its enqueue is answered. A failover may lose what is in "
              + "memory alone, and nothing that was confirmed. Default: ${DEFAULT-VALUE}.")
  private Durability durability = Durability.MEMORY;

  Topology topology() {
    return topology;
  }

  Durability durability() {
    return durability;
  }

  /** Whether there are several servers. */
  boolean isSeveral() {
    return topology != Topology.SINGLE;
  }

  /**
   * What is to be started.
   *
   * @param cuttable whether servers are to be cut off from the network
   */
  OwnServers.Wish wish(boolean cuttable) {
    return new OwnServers.Wish(topology, program, nodeTimeout, cuttable);
  }

  /**
   * Looks whether the options fit each other and the rest.
   *
   * @param ownRedis whether the run starts its Redis
   * @param stages how many queues tasks go through
   * @throws IllegalArgumentException saying what does not
   */
  void check(boolean ownRedis, int stages) {
    if (isSeveral() && !ownRedis) {
      throw new IllegalArgumentException(
          "--topology " + topology.wireName() + " starts servers: leave --target out");
    }
    if (isSeveral() && stages > 1) {
      throw new IllegalArgumentException(
          "--topology "
              + topology.wireName()
              + " and --pipeline exclude each other: a follow-up that a failover took back comes"
              + " again, which the judge would call doubled");
    }
    if (program != null && !isSeveral()) {
      throw new IllegalArgumentException(
          "--redis-server is for --topology sentinel and cluster; one server is the embedded one");
    }
    if (program != null && !Files.isExecutable(program)) {
      throw new IllegalArgumentException(
          "--redis-server must be a program that can be run, is " + program);
    }
    if (nodeTimeout.compareTo(SHORTEST_TIMEOUT) < 0) {
      throw new IllegalArgumentException(
          "--node-timeout must be at least "
              + SHORTEST_TIMEOUT.toMillis()
              + " ms, is "
              + nodeTimeout.toMillis()
              + " ms");
    }
    if (durability == Durability.REPLICA && ownRedis && !isSeveral()) {
      throw new IllegalArgumentException(
          "--durability replica needs a replica: give --topology sentinel or cluster");
    }
  }

  /**
   * @throws IllegalArgumentException naming the fault, and what fits
   */
  void requireFits(Fault fault) {
    topology.require(fault);
  }

  /** For results. */
  Map<String, Object> described() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("topology", topology.wireName());
    options.put("durability", durability.wireName());
    if (isSeveral()) {
      options.put("nodeTimeoutSeconds", CommonOptions.seconds(nodeTimeout));
    }
    return options;
  }
}
