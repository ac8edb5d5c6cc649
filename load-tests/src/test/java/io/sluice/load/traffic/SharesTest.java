package io.sluice.load.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SharesTest {
  private static final int SLOTS = 2;

  /** Weights 1, 1 and 2. */
  private final Tenancy tenancy = new Tenancy(400, 2, 100, List.of(1, 1, 2), 0);

  private final Starts starts = new Starts(tenancy.tasks());

  @Test
  void sharesByWeightAreFair() {
    turns(0, 2, 1, 2);

    Shares shares = shares();

    assertThat(shares.problems()).isEmpty();
    assertThat(shares.figures())
        .containsEntry("jainIndex", 1.0)
        .containsEntry("leastJainIndexOfWindow", 1.0);
    assertThat(shares.rows())
        .extracting(row -> (Object) row.get("wantedPercent"))
        .containsExactly(25.0, 25.0, 50.0);
    assertThat((Double) shares.figures().get("largestDeviationPercentagePoints")).isLessThan(1);
  }

  @Test
  void sharesByTurnsAreNotFairWhereWeightsDiffer() {
    turns(0, 1, 2);

    Shares shares = shares();

    assertThat((Double) shares.figures().get("jainIndex")).isLessThan(0.95);
    assertThat(shares.problems())
        .singleElement()
        .asString()
        .contains("the share of a group was off its weight by 16.", "percentage points");
  }

  @Test
  void onlyStartsWhileAllGroupsHaveTasksAreCompared() {
    turns(0, 2, 1, 2);
    for (int task = 0; task < 300; task++) {
      starts.note(0, 1);
    }

    // The heavier light group has 100 tasks and every second turn; the last two may be running.
    assertThat(shares().figures()).containsEntry("contestedStarts", 195);
    assertThat(shares().problems()).isEmpty();
  }

  @Test
  void aGroupThatHasNothingToWaitWithIsNotCompared() {
    Shares shares = new Shares(new Tenancy(5, 1, 5, List.of(1), 0), new Starts(10), 8);

    assertThat(shares.figures()).isEqualTo(Map.of("contestedStarts", 0));
    assertThat(shares.problems()).isEmpty();
  }

  @Test
  void aLineIsDrawnForTheHeavyGroupAndForEachWeightOfTheLightOnes() {
    turns(0, 2, 1, 2);

    List<?> lines = (List<?>) new ShareCourse(tenancy, starts).told().get("lines");

    assertThat(lines)
        .extracting(line -> (Object) ((Map<?, ?>) line).get("label"))
        .containsExactly("heavy, weight 1", "1 light, weight 1", "1 light, weight 2");
    assertThat(lines)
        .extracting(line -> (Object) ((Map<?, ?>) line).get("sharePercent"))
        .containsExactly(List.of(25.0), List.of(25.0), List.of(50.0));
  }

  private Shares shares() {
    return new Shares(tenancy, starts, SLOTS);
  }

  /** Until one group has no task left. */
  private void turns(int... order) {
    for (int round = 0; round < 50; round++) {
      for (int group : order) {
        starts.note(group, 1);
      }
    }
  }
}
