package io.sluice.redis.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.spec.fair.Ratio;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Counts what groups are given while they have tasks waiting, whoever says why: of two groups that
 * wait all the time, neither gets ahead of the other by more than a task of each.
 */
final class FairWatch {
  private final Map<String, Long> weights;
  private Map<String, Long> given = Map.of();
  private final Map<Pair, Span> spans = new HashMap<>();
  private long checks;

  private record Pair(String one, String other) {}

  /** How far the one was behind, and how far ahead, while both waited. */
  private record Span(Ratio least, Ratio most) {}

  FairWatch(Map<String, Long> weights) {
    this.weights = weights;
  }

  /**
   * After each call.
   *
   * @param waiting the groups that have tasks waiting
   * @param turns how many turns each group has taken
   */
  void look(Set<String> waiting, Map<String, Long> turns) {
    given = turns;
    spans.keySet().removeIf(pair -> !waiting.contains(pair.one) || !waiting.contains(pair.other));
    for (String one : waiting) {
      for (String other : waiting) {
        if (one.compareTo(other) < 0) {
          Ratio lead = perWeight(one).minus(perWeight(other));
          Span span =
              spans.merge(
                  new Pair(one, other),
                  new Span(lead, lead),
                  (before, now) ->
                      new Span(before.least.min(now.least), before.most.max(now.most)));
          assertThat(span.most.minus(span.least))
              .as("'%s' and '%s' were given %s, by weights %s", one, other, given, weights)
              .isLessThanOrEqualTo(
                  Ratio.of(1, weights.get(one)).plus(Ratio.of(1, weights.get(other))));
          checks++;
        }
      }
    }
  }

  long checks() {
    return checks;
  }

  private Ratio perWeight(String group) {
    return Ratio.of(given.getOrDefault(group, 0L), weights.get(group));
  }
}
