package io.sluice.gateway.doctor;

import io.sluice.task.view.ServerFacts.Replication;
import java.util.List;

/** Judges what becomes of tasks when another server takes the place of this one. */
final class ReplicationChecks {
  private static final String ROLE = "role";
  private static final String FAILOVER = "failover";
  private static final String MASTER = "master";

  /** Measured: docs/operations.md. */
  private static final String COSTS =
      "loses acknowledged tasks: those of the last moments when the master dies, and those of about"
          + " 1 s by a planned SENTINEL FAILOVER";

  private static final String PLANNED =
      "send the master CLIENT PAUSE 15000 WRITE right before a planned SENTINEL FAILOVER, and none"
          + " of the latter is lost; without Sentinels use FAILOVER of the server itself";

  static List<Finding> findings(Replication is) {
    return List.of(role(is), failover(is));
  }

  private static Finding role(Replication is) {
    if (is.role() == null) {
      return Finding.unknown(ROLE, "");
    }
    if (!is.role().equals(MASTER)) {
      return Finding.wrong(
          ROLE, is.role() + ", which takes no writes", "give the address of its master");
    }
    Long replicas = is.replicas();
    return Finding.ok(ROLE, replicas == null ? MASTER : MASTER + ", " + connected(replicas));
  }

  private static Finding failover(Replication is) {
    Long replicas = is.replicas();
    Long least = is.minReplicas();
    if (replicas == null) {
      return Finding.unknown(FAILOVER, "where it has replicas, " + PLANNED);
    }
    if (least != null && least > replicas) {
      return Finding.wrong(
          FAILOVER,
          connected(replicas)
              + " and min-replicas-to-write is "
              + least
              + ": every write is refused",
          "connect more replicas, or lower min-replicas-to-write");
    }
    if (replicas == 0) {
      return Finding.ok(
          FAILOVER, "none, since no replica is there: tasks are on this server alone");
    }
    if (least == null) {
      return Finding.note(
          FAILOVER,
          COSTS + ", unless min-replicas-to-write is set, which may not be asked",
          PLANNED);
    }
    return least == 0
        ? Finding.note(
            FAILOVER,
            COSTS,
            "where it may stand still instead, set min-replicas-to-write 1; " + PLANNED)
        : Finding.ok(
            FAILOVER,
            "takes no writes with fewer replicas than "
                + least
                + "; those of the last moments are lost all the same when the master dies");
  }

  private static String connected(long replicas) {
    return replicas == 1 ? "1 replica is connected" : replicas + " replicas are connected";
  }

  private ReplicationChecks() {}
}
