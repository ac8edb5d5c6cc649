package io.sluice.redis.property;

import io.sluice.spec.fair.Fair;
import io.sluice.spec.fair.Pace;
import io.sluice.spec.fair.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * What a seed is about.
 *
 * @param groups the names of its groups; the empty one is that of tasks without a group
 * @param weights those that a group may have; powers of two, or any
 * @param limited whether groups and the queue have limits, and weights change; if not, what fair
 *     share promises can be counted
 * @param ageEvery after how many ms a waiting task gains a level; 0 for never
 * @param typed whether some claims are of certain types
 * @param calm whether no task has a group and nothing fails, so that the short ways are taken
 */
record FairTerms(
    List<String> groups,
    List<Integer> weights,
    boolean limited,
    long ageEvery,
    boolean typed,
    boolean calm) {
  private static final List<String> NAMES =
      List.of("", "a", "A", "ab", "b", "_", "-x", "tenant 7", "\u00c3\u00a9", "z".repeat(64));
  private static final List<Integer> EXACT = List.of(1, 2, 4, 8);
  private static final List<Integer> ANY = List.of(1, 2, 3, 5, 7, 10, 1000);

  /** Times between two tokens of which a double has every sum: whole ms, and parts of two. */
  private static final List<Pace.Limit> PACES =
      List.of(
          new Pace.Limit(10, 1_000, 10),
          new Pace.Limit(10, 1_000, 1),
          new Pace.Limit(1, 50, 3),
          new Pace.Limit(4, 1_000, 8),
          new Pace.Limit(2, 5, 20));

  /** Some larger than a burst. */
  private static final List<Integer> COSTS = List.of(2, 3, 5, 12, 100);

  static FairTerms of(SplittableRandom random) {
    List<String> groups = new ArrayList<>(NAMES);
    int count = random.nextInt(6) == 0 ? groups.size() : random.nextInt(2, 6);
    while (groups.size() > count) {
      groups.remove(random.nextInt(groups.size()));
    }
    boolean limited = random.nextInt(10) < 7;
    if (random.nextInt(6) == 0) {
      return new FairTerms(List.of(Fair.UNGROUPED), EXACT, false, 0, false, true);
    }
    return new FairTerms(
        List.copyOf(groups),
        random.nextInt(3) > 0 ? EXACT : ANY,
        limited,
        random.nextInt(4) == 0 ? 300 : 0,
        limited && random.nextInt(3) == 0,
        false);
  }

  String group(SplittableRandom random) {
    return groups.get(random.nextInt(groups.size()));
  }

  int weight(SplittableRandom random) {
    return weights.get(random.nextInt(weights.size()));
  }

  Rule rule(SplittableRandom random) {
    return limited
        ? new Rule(
            weight(random),
            (long) random.nextInt(2) * random.nextInt(1, 5),
            pace(random),
            random.nextInt(4) == 0 ? random.nextInt(3, 12) : 0)
        : new Rule(weight(random), 0, null, 0);
  }

  /**
   * How many tokens a task takes. With ageing, or types, a group may wait for the tokens of one
   * that is its first no more, which the model does not know.
   */
  int cost(SplittableRandom random) {
    boolean varies = limited && ageEvery == 0 && !typed;
    return varies && random.nextInt(2) == 0 ? COSTS.get(random.nextInt(COSTS.size())) : 1;
  }

  static Pace.@Nullable Limit pace(SplittableRandom random) {
    return random.nextInt(3) == 0 ? PACES.get(random.nextInt(PACES.size())) : null;
  }
}
