package io.sluice.spec.fair;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The exact model keeps the bounds that fair share promises. */
class SharesTest {
  private static final String HEAVY = "heavy";
  private static final List<Long> OTHERS = List.of(32L, 32L, 16L, 16L, 8L, 8L, 4L, 2L, 1L, 1L);

  private final Shares shares = new Shares();
  private final Map<String, Long> weights = new TreeMap<>(Map.of(HEAVY, 1L));
  private final Map<String, Long> served = new TreeMap<>();

  @Test
  void aNewTenantWaitsForOneTaskOfTheHeavyOneAtMost() {
    SplittableRandom random = new SplittableRandom(1);
    for (int arrival = 0; arrival < 300; arrival++) {
      serve(random.nextInt(20));
      String light = "light-" + arrival;
      weights.put(light, 1L);
      int before = 0;
      while (!serveOne().equals(light)) {
        before++;
      }
      weights.remove(light);

      assertThat(before).isLessThanOrEqualTo(1);
    }
  }

  @Test
  void aNewTenantWaitsForOneTaskOfEachOtherGroupAtMost() {
    addOthers();
    serve(1_000);
    String light = "light";
    weights.put(light, 1L);
    served.clear();
    while (!serveOne().equals(light)) {
      // Others go first.
    }

    served.remove(light);
    assertThat(served.values()).allMatch(tasks -> tasks <= 1);
  }

  @Test
  void sharesStayWithinOneTaskOfEachWeight() {
    addOthers();
    for (int i = 0; i < 5_000; i++) {
      serve(1);
      weights.forEach(
          (one, weight) ->
              weights.forEach(
                  (other, otherWeight) ->
                      assertThat(perWeight(one).minus(perWeight(other)))
                          .isLessThanOrEqualTo(
                              Ratio.of(1, weight).plus(Ratio.of(1, otherWeight)))));
    }
  }

  @Test
  void anotherWeightActsOnTheNextTasks() {
    addOthers();
    serve(3_000);
    weights.put(HEAVY, 32L);
    served.clear();
    serve(1_500);

    // 1,500 × 32 ÷ 152 are 316.
    assertThat(served.get(HEAVY)).isBetween(300L, 320L);
  }

  @Test
  void whoWasAwayHasHoardedNothing() {
    serve(1_000);
    weights.put("new", 1L);
    served.clear();
    serve(100);

    assertThat(served.get("new")).isBetween(50L, 51L);
  }

  @Test
  void aClaimOfManyIsManyClaimsOfOne() {
    addOthers();
    Map<String, List<String>> waiting = new TreeMap<>();
    weights.keySet().forEach(group -> waiting.put(group, tasksOf(group)));

    List<Picks.Pick> claimed =
        new Picks(shares, weights::get).first(64, waiting, group -> 100, id -> false);

    List<String> oneByOne = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      oneByOne.add(serveOne());
    }
    assertThat(claimed.stream().map(Picks.Pick::group).toList()).isEqualTo(oneByOne);
  }

  @Test
  void aGroupAtItsLimitGivesItsTurnsToTheOthers() {
    addOthers();
    Map<String, List<String>> waiting = new TreeMap<>();
    weights.keySet().forEach(group -> waiting.put(group, tasksOf(group)));

    List<Picks.Pick> claimed =
        new Picks(shares, weights::get).first(64, waiting, group -> 3, id -> false);

    assertThat(claimed).hasSize(33);
  }

  private static List<String> tasksOf(String group) {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ids.add(group + i);
    }
    return ids;
  }

  private void addOthers() {
    for (int i = 0; i < OTHERS.size(); i++) {
      weights.put("other-" + i, OTHERS.get(i));
    }
  }

  private void serve(int tasks) {
    for (int i = 0; i < tasks; i++) {
      String unused = serveOne();
    }
  }

  private String serveOne() {
    String group = shares.next(weights.keySet());
    shares.serve(group, weights.get(group));
    served.merge(group, 1L, Long::sum);
    return group;
  }

  private Ratio perWeight(String group) {
    return Ratio.of(served.getOrDefault(group, 0L), weights.get(group));
  }
}
