package io.sluice.gateway.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.QueueName;
import io.sluice.task.view.ClusterFacts;
import io.sluice.task.view.ClusterFacts.Master;
import io.sluice.task.view.ClusterFacts.Slots;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.ServerFacts;
import io.sluice.task.view.ServerFacts.Replication;
import io.sluice.task.view.ServerFacts.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the doctor says of a whole Cluster. */
class ClusterChecksTest {
  private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
  private static final List<Slots> LOW = List.of(new Slots(0, 8_191));
  private static final List<Slots> HIGH =
      List.of(new Slots(8_192, 16_382), new Slots(16_383, 16_383));

  @Test
  void aWholeClusterIsToldByItsMastersAndTheirSlots() {
    ClusterFacts whole =
        new ClusterFacts(
            List.of(
                new Master("a:1", LOW, facts(1L, true)), new Master("b:2", HIGH, facts(2L, true))),
            0);

    assertThat(said(whole))
        .contains("OK cluster: 2 masters have all 16384 slots")
        .contains("OK master a:1: slots 0-8191; replicas: 1")
        .contains("OK master b:2: slots 8192-16382 16383; replicas: 2")
        .noneMatch(line -> line.contains("persistence of"));
  }

  @Test
  void whatOneMasterLacksIsToldOfThatOne() {
    ClusterFacts lacking =
        new ClusterFacts(
            List.of(
                new Master("a:1", LOW, facts(1L, true)),
                new Master("b:2", HIGH, facts(0L, false)),
                new Master("c:3", List.of(), null)),
            7);

    assertThat(said(lacking))
        .contains("WRONG cluster: 7 slots have no master: queues in them stand still")
        .anyMatch(line -> line.startsWith("WRONG master b:2: ") && line.contains("no replica"))
        .anyMatch(line -> line.startsWith("WRONG master c:3: ") && line.contains("does not answer"))
        .anyMatch(line -> line.startsWith("WRONG persistence of b:2: no append-only file"))
        .noneMatch(line -> line.contains("persistence of a:1"));
  }

  @Test
  void whatAMoveOfTheLargestQueueCostsIsToldWithItsSlot() {
    ClusterFacts whole =
        new ClusterFacts(
            List.of(new Master("a:1", List.of(new Slots(0, 16_383)), facts(1L, true))), 0);
    QueueView small = queue("small", 10);
    QueueView large = queue("123456789", 500_000);

    assertThat(ClusterChecks.larger(large, small)).isSameAs(large);
    assertThat(ClusterChecks.larger(small, large)).isSameAs(large);
    assertThat(new ClusterChecks(whole).largest(large))
        .extracting(Finding::level, Finding::found)
        .containsExactly(
            Finding.Level.NOTE,
            "queue 123456789, slot 12739 at a:1, with 500000 tasks: a move of the slot stops it and"
                + " both nodes for about 2500 ms, and cluster-node-timeout is 2000 ms");
    assertThat(new ClusterChecks(whole).largest(small).level()).isEqualTo(Finding.Level.OK);
  }

  private static List<String> said(ClusterFacts cluster) {
    ServerFacts first = cluster.masters().get(0).facts();
    assertThat(first).isNotNull();
    return new ServerChecks(first.in(cluster))
        .findings(NOW).stream()
            .map(one -> one.level() + " " + one.what() + ": " + one.found())
            .toList();
  }

  private static ServerFacts facts(@Nullable Long replicas, boolean appendOnly) {
    return new ServerFacts(
        "Redis",
        "7.0.15",
        NOW,
        appendOnly,
        "always",
        0L,
        "noeviction",
        0L,
        300L,
        0L,
        0L,
        new Replication("master", replicas, 0L, 2_000L),
        new Use(null, null, null, null),
        true,
        true,
        List.of(),
        List.of(),
        null,
        null);
  }

  private static QueueView queue(String name, long tasks) {
    return new QueueView(
        QueueName.of(name),
        null,
        QueueSettings.NONE,
        new QueueView.Counts(0, tasks, 0, 0, 0, 0, 0, 0),
        new QueueView.Totals(tasks, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        QueueView.Rates.NONE,
        Duration.ZERO,
        0,
        0,
        1);
  }
}
