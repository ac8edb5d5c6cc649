package io.sluice.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.measure.Stage;
import io.sluice.load.pace.Rate;
import io.sluice.load.result.RunResult;
import io.sluice.load.scenario.LoadScenario.Workers;
import io.sluice.load.traffic.Fair;
import io.sluice.load.traffic.Priorities;
import io.sluice.load.traffic.Tenancy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Scenarios with priorities and groups. */
class LanedScenariosTest extends ScenarioRuns {
  @Test
  void tasksOfHighPriorityWaitLessThanTheBacklogThatIsThereBefore() {
    Priorities traffic = new Priorities(400, List.of(9, 5), Duration.ofMillis(20));

    RunResult result = run(traffic, Entrance.ENGINE, Workers.DURING, open(new Rate(40)), 4);

    List<Map<Object, Object>> rows = rows(result, "priorities");
    assertThat(rows).extracting(row -> row.get("priority")).containsExactly(9, 5, 0);
    assertThat(rows).extracting(row -> row.get("count")).containsExactly(20L, 20L, 400L);
    assertThat((Double) rows.get(0).get("p50")).isLessThan((Double) rows.get(2).get("p50") / 2);
    assertThat(count(result, Stage.E2E)).as("of the tasks that were sent").isEqualTo(40);
    assertThat(result.ledger().succeeded()).isEqualTo(440);
  }

  @Test
  void groupsShareTheStartsByTheirWeightsAndANewOneWaitsForFew() {
    Tenancy tenancy = new Tenancy(600, 4, 100, List.of(1, 2), 0);
    Fair traffic = new Fair(tenancy, 4, Duration.ofMillis(4));

    RunResult result = run(traffic, Entrance.ENGINE, Workers.DURING, open(new Rate(20)), 4);

    List<Map<Object, Object>> groups = rows(result, "groups");
    assertThat(groups)
        .extracting(row -> row.get("group"))
        .containsExactly("heavy", "light-1", "light-2", "light-3", "light-4");
    assertThat(groups)
        .extracting(row -> row.get("wantedPercent"))
        .containsExactly(14.2857, 28.5714, 14.2857, 28.5714, 14.2857);
    Map<Object, Object> fair = figures(result, "fair");
    assertThat((Integer) fair.get("contestedStarts")).isGreaterThan(250);
    assertThat((Double) fair.get("jainIndex")).isGreaterThan(0.99);
    assertThat((Double) fair.get("largestDeviationPercentagePoints"))
        .isLessThanOrEqualTo((Double) fair.get("allowedDeviationPercentagePoints"));
    Map<Object, Object> newcomers = figures(fair.get("newcomers"));
    assertThat(newcomers).containsEntry("tasks", 20L);
    assertThat((Long) newcomers.get("mostTasksBefore"))
        .isLessThanOrEqualTo((Long) newcomers.get("allowedTasksBefore"));
    assertThat(count(result, Stage.E2E)).as("of the new groups").isEqualTo(20);
    assertThat(result.ledger().succeeded()).isEqualTo(1_020);
  }

  @Test
  void noMoreTasksOfAGroupRunAtOnceThanItsLimitAllows() {
    Fair traffic = new Fair(new Tenancy(100, 2, 50, List.of(1), 2), 16, Duration.ofMillis(10));

    RunResult result = run(traffic, Entrance.ENGINE, Workers.DURING, open(new Rate(20)), 16);

    assertThat(figures(result, "fair")).containsEntry("mostAtOnceOfOneGroup", 2L);
    assertThat(result.ledger().succeeded()).isEqualTo(220);
  }

  @Test
  void aBacklogCanHaveGroupsAndPriorities() {
    RunResult result = onBench(new Drain(1_000, 0, 16, PAYLOADS, new Lanes(50, true)));

    assertThat(result.ledger().succeeded()).isEqualTo(1_000);
    assertThat(result.figures().costs().enqueue()).isNotNull();
  }
}
