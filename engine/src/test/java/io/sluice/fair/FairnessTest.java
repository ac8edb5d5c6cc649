package io.sluice.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.sluice.testing.TestEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** One heavy group and 99 light ones, of weights 1 to 4, all with tasks waiting. */
@Tag("scaled")
class FairnessTest {
  private static final int HEAVY_TASKS = Integer.getInteger("fair.heavy", 20_000);
  private static final int CLAIMED = Integer.getInteger("fair.claimed", 10_000);
  private static final int LIGHT_GROUPS = 99;
  private static final int WINDOW = 2_000;
  private static final int BATCH = 64;
  private static final int ARRIVALS = 50;
  private static final String HEAVY = "heavy";

  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final FairQueue queue = new FairQueue(ENGINE.store(), ENGINE.queue());
  private final Map<String, Long> weights = new TreeMap<>(Map.of(HEAVY, 4L));

  /** Of all weights, 250: so a window has a whole number of tasks of each group. */
  private long sum = 4;

  @BeforeEach
  void fill() {
    for (int i = 0; i < LIGHT_GROUPS; i++) {
      long weight = 1L + i % 4;
      weights.put("light-" + i, weight);
      sum += weight;
    }
    queue.weigh(weights);
    queue.enqueue(HEAVY, HEAVY_TASKS);
    weights.forEach(
        (group, weight) -> {
          if (!group.equals(HEAVY)) {
            queue.enqueue(group, (int) (weight * (CLAIMED / sum + 20)));
          }
        });
  }

  @Test
  void everyWindowIsSharedByTheWeights() {
    List<String> order = claim(CLAIMED, BATCH);

    double worstClass = 0;
    double worstGroup = 0;
    for (int from = 0; from + WINDOW <= order.size(); from += BATCH) {
      Map<String, Long> counts = counts(order.subList(from, from + WINDOW));
      worstGroup = Math.max(worstGroup, groupsAreWithinOneTask(counts));
      worstClass = Math.max(worstClass, classesAreWithinFivePercent(counts));
    }
    System.out.printf(
        Locale.ROOT,
        "fairness: %,d tasks of one group and %d others; in any %,d claims a weight has its share"
            + " within %.1f %%, a group within %.2f tasks%n",
        HEAVY_TASKS,
        LIGHT_GROUPS,
        WINDOW,
        100 * worstClass,
        worstGroup);
    for (int claimed : List.of(300, 1_000, 3_000, CLAIMED)) {
      double jain = jain(counts(order.subList(0, claimed)));
      System.out.printf(Locale.ROOT, "fairness: Jain after %,d tasks: %.5f%n", claimed, jain);
      assertThat(jain).isGreaterThan(claimed < WINDOW ? 0.9 : 0.99);
    }
  }

  @Test
  void aNewTaskWaitsForOneTaskOfEachOtherGroupAtMost() {
    claim(1_000, BATCH);
    long most = 0;
    long all = 0;
    for (int arrival = 0; arrival < ARRIVALS; arrival++) {
      claim(arrival % 7, 1);
      String light = "new-" + arrival;
      queue.enqueue(light, 1);
      Map<String, Long> before = new HashMap<>();
      while (!before.containsKey(light)) {
        claim(1, 1).forEach(group -> before.merge(group, 1L, Long::sum));
      }
      before.remove(light);
      assertThat(before.values()).as("of each other group").allMatch(tasks -> tasks == 1);
      most = Math.max(most, before.size());
      all += before.size();
    }
    System.out.printf(
        Locale.ROOT,
        "fairness: a new task behind %,d others of 100 groups waits for %d at most, %.1f on"
            + " average%n",
        HEAVY_TASKS,
        most,
        (double) all / ARRIVALS);
  }

  @Test
  void anotherWeightActsOnTheNextTasks() {
    claim(1_000, BATCH);
    weights.put(HEAVY, 250L);
    queue.weigh(weights);
    // The place of the very next task was set when the one before it went.
    int waited = 0;
    while (!claim(1, 1).contains(HEAVY)) {
      waited++;
    }
    assertThat(waited).isLessThanOrEqualTo((int) sum / 4 + LIGHT_GROUPS);

    long heavy = counts(claim(1_000, 1)).get(HEAVY);

    double ideal = 1_000.0 * 250 / (sum + 246);
    System.out.printf(
        Locale.ROOT,
        "fairness: with a weight of 250 in place of 4, the heavy group has its next task after %d"
            + " others, and %d of the 1,000 after it; by its weight %.0f%n",
        waited,
        heavy,
        ideal);
    assertThat((double) heavy).isCloseTo(ideal, within(0.05 * ideal));
  }

  /** How far the worst group is from its share, in tasks. */
  private double groupsAreWithinOneTask(Map<String, Long> counts) {
    double worst = 0;
    for (Map.Entry<String, Long> group : weights.entrySet()) {
      double share = (double) WINDOW * group.getValue() / sum;
      double off = Math.abs(counts.getOrDefault(group.getKey(), 0L) - share);
      assertThat(off).as("of %s", group.getKey()).isLessThanOrEqualTo(1);
      worst = Math.max(worst, off);
    }
    return worst;
  }

  private double classesAreWithinFivePercent(Map<String, Long> counts) {
    double worst = 0;
    for (long weight = 1; weight <= 4; weight++) {
      double is = 0;
      double share = 0;
      for (Map.Entry<String, Long> group : weights.entrySet()) {
        if (group.getValue() == weight) {
          is += counts.getOrDefault(group.getKey(), 0L);
          share += (double) WINDOW * weight / sum;
        }
      }
      assertThat(is).as("of weight %s", weight).isCloseTo(share, within(0.05 * share));
      worst = Math.max(worst, Math.abs(is - share) / share);
    }
    return worst;
  }

  /** The index of Jain: 1 when all have the same by their weights. */
  private double jain(Map<String, Long> counts) {
    double total = 0;
    double squares = 0;
    for (Map.Entry<String, Long> group : weights.entrySet()) {
      double each = (double) counts.getOrDefault(group.getKey(), 0L) / group.getValue();
      total += each;
      squares += each * each;
    }
    return total * total / (weights.size() * squares);
  }

  private static Map<String, Long> counts(List<String> order) {
    Map<String, Long> counts = new HashMap<>();
    order.forEach(group -> counts.merge(group, 1L, Long::sum));
    return counts;
  }

  private List<String> claim(int tasks, int batch) {
    List<String> order = new ArrayList<>();
    while (order.size() < tasks) {
      List<String> some =
          queue.run(Math.min(batch, tasks - order.size())).stream()
              .map(one -> String.valueOf(one.task().options().group()))
              .toList();
      assertThat(some).isNotEmpty();
      order.addAll(some);
    }
    return order;
  }
}
