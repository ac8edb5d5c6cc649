package io.sluice.load.traffic;

import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Groups that share a queue: a heavy one, and light ones whose tasks stand behind all of its.
 *
 * @param heavyBacklog tasks of the heavy group
 * @param light how many light groups there are
 * @param lightBacklog tasks of each of them
 * @param weights of the groups in turn, the heavy one first; repeated when there are more groups
 * @param limit how many tasks of one of them may run at once; 0 for any
 */
public record Tenancy(
    int heavyBacklog, int light, int lightBacklog, List<Integer> weights, int limit) {
  /** Each has a rule of its own, and a row in the report. */
  public static final int MOST_LIGHT = 1_000;

  private static final int HEAVY = 0;

  public Tenancy {
    Backlog.check("--backlog", heavyBacklog);
    if (light < 1 || light > MOST_LIGHT) {
      throw new IllegalArgumentException("--light must be 1 to " + MOST_LIGHT + ", is " + light);
    }
    Backlog.check("--light-backlog", lightBacklog);
    Backlog.check("--light times --light-backlog", (long) light * lightBacklog);
    if (weights.isEmpty()) {
      throw new IllegalArgumentException("--weights must name one at least, like 1,2,4");
    }
    for (int weight : weights) {
      if (weight < 1 || weight > GroupRule.MAX_WEIGHT) {
        throw new IllegalArgumentException(
            "--weights must each be 1 to " + GroupRule.MAX_WEIGHT + ", one is " + weight);
      }
    }
    weights = List.copyOf(weights);
    if (limit < 0 || limit > QueueSettings.MOST) {
      throw new IllegalArgumentException(
          "--group-limit must be at most " + QueueSettings.MOST + ", is " + limit);
    }
  }

  /** Whether a group may be at its limit, and so have less than the share of its weight. */
  boolean limited() {
    return limit > 0;
  }

  /** How many groups there are. */
  int groups() {
    return 1 + light;
  }

  /** All tasks of all groups. */
  int tasks() {
    return heavyBacklog + light * lightBacklog;
  }

  /** Tasks of one group. */
  int tasks(int group) {
    return group == HEAVY ? heavyBacklog : lightBacklog;
  }

  /** The group of a task: all of the heavy one first, then one of each light one in turn. */
  int groupOf(int task) {
    return task < heavyBacklog ? HEAVY : 1 + (task - heavyBacklog) % light;
  }

  String name(int group) {
    return group == HEAVY ? "heavy" : "light-" + group;
  }

  int weight(int group) {
    return weights.get(group % weights.size());
  }

  /** Its share of the starts while all groups have tasks waiting. */
  double wanted(int group) {
    long all = 0;
    for (int other = 0; other < groups(); other++) {
      all += weight(other);
    }
    return (double) weight(group) / all;
  }

  QueueSettings settings() {
    Map<String, GroupRule> rules = new HashMap<>();
    for (int group = 0; group < groups(); group++) {
      rules.put(name(group), new GroupRule((long) weight(group), (long) limit, null, null));
    }
    return QueueSettings.NONE.groups(rules);
  }
}
