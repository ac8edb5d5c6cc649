package io.sluice.load.fault;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What kind of Redis a run of faults has of its own. */
public enum Topology {
  /** One server. */
  SINGLE,
  /** A master with two replicas, and three Sentinels that watch them. */
  SENTINEL,
  /** A Cluster of three masters, each with a replica. */
  CLUSTER;

  /** As it is written on a command line. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The one of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Topology of(String name) {
    return Arrays.stream(values())
        .filter(topology -> topology.wireName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "topology must be single, sentinel or cluster, is '" + name + "'"));
  }

  /** Whether the fault can happen there. */
  public boolean fits(Fault fault) {
    return switch (fault.where()) {
      case WORKER -> true;
      case REDIS, WIRE -> this == SINGLE;
      case TOPOLOGY ->
          switch (fault) {
            case MOVE_SLOT -> this == CLUSTER;
            case UNPAUSED_FAILOVER -> this == SENTINEL;
            default -> this != SINGLE;
          };
    };
  }

  /**
   * Whether the fault may take back what was acknowledged without being confirmed. A planned
   * failover takes no write before the replica has all.
   */
  public boolean takesBack(Fault fault) {
    return switch (fault) {
      case UNPAUSED_FAILOVER, KILL_MASTER, FREEZE_MASTER, PARTITION_NETWORK -> this != SINGLE;
      default -> false;
    };
  }

  /**
   * @throws IllegalArgumentException naming the fault, and what fits, when it does not
   */
  public void require(Fault fault) {
    if (!fits(fault)) {
      String fitting =
          Arrays.stream(Fault.values())
              .filter(this::fits)
              .map(Fault::wireName)
              .collect(Collectors.joining(", "));
      throw new IllegalArgumentException(
          fault.wireName() + " does not fit --topology " + wireName() + ", which has " + fitting);
    }
  }
}
