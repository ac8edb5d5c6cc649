package io.sluice.spec.fair;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where Redis has the groups of a queue, held against where they are to be. Redis may leave a group
 * where it was until a claim meets it, so what counts is not the key that has it, but when its next
 * turn starts, and that none waits for what never comes.
 *
 * @param order virtual time, and the number of the last call
 */
public record Standing(
    Map<String, Double> turns,
    Map<String, Double> tags,
    Map<String, Double> barred,
    Map<String, Double> paces,
    Map<String, String> order) {
  private static final double ROUNDING = 1e-6;

  /**
   * The time of a bucket is in ms since 1970, of which a double keeps a quarter of a thousandth.
   */
  private static final double ROUNDING_MS = 0.1;

  /** What is not as it is to be; empty when all is. */
  public List<String> differences(Fair fair, Map<String, Long> inflight, long now) {
    List<String> wrong = new ArrayList<>();
    if (fair.lane.isEmpty()) {
      if (!turns.isEmpty() || !tags.isEmpty() || order.containsKey("v")) {
        wrong.add(
            "nobody waits, and yet there are turns " + turns + ", tags " + tags + ", " + order);
      }
    } else {
      shares(fair, wrong);
      bars(fair, inflight, now, wrong);
    }
    long seq = Long.parseLong(order.getOrDefault("seq", "0"));
    if (seq != fair.lastSeq()) {
      wrong.add("the last call that brought tasks is " + seq + ", should be " + fair.lastSeq());
    }
    paces(fair, now, wrong);
    paceOfQueue(fair, now, wrong);
    if (!wrong.isEmpty()) {
      wrong.add("of " + this);
    }
    return wrong;
  }

  private void shares(Fair fair, List<String> wrong) {
    double virtualTime = Double.parseDouble(order.getOrDefault("v", "0"));
    if (differ(virtualTime, fair.shares.virtualTime().toDouble())) {
      wrong.add("virtual time is " + virtualTime + ", should be " + fair.shares.virtualTime());
    }
    Set<String> waiting = fair.groups();
    waiting.addAll(fair.shares.ahead().keySet());
    waiting.addAll(turns.keySet());
    for (String group : waiting) {
      double start =
          turns.getOrDefault(group, Math.max(virtualTime, tags.getOrDefault(group, 0.0)));
      if (differ(start, fair.shares.startOf(group).toDouble())) {
        wrong.add(
            "the next turn of '"
                + group
                + "' starts at "
                + start
                + ", should at "
                + fair.shares.startOf(group));
      }
    }
  }

  /** A group that waits either has its turns or is barred by something that will end. */
  private void bars(Fair fair, Map<String, Long> inflight, long now, List<String> wrong) {
    Set<String> groups = fair.groups();
    for (String group : groups) {
      if (!turns.containsKey(group) && !barred.containsKey(group)) {
        wrong.add("'" + group + "' waits and has neither turns nor is it barred");
      }
    }
    for (String group : turns.keySet()) {
      if (!groups.contains(group) && !group.equals(Fair.UNGROUPED)) {
        wrong.add("'" + group + "' has turns and nothing waits");
      }
    }
    barred.forEach(
        (group, until) -> {
          long running = inflight.getOrDefault(group, 0L);
          long cap = fair.ruleOf(group).cap();
          if (fair.heldBack.contains(group)) {
            return;
          }
          if (until.isInfinite() && (cap == 0 || running < cap)) {
            wrong.add("'" + group + "' is barred, and " + running + " of " + cap + " run");
          }
          Double throttled = fair.throttled.get(group);
          Pace.Limit rate = fair.ruleOf(group).rate();
          if (!until.isInfinite() && until >= now + 1) {
            double due = rate == null ? now : fair.tokensAt(group, rate, now);
            double most = Math.max(Math.ceil(due), throttled == null ? 0 : throttled);
            if (until > most + 1) {
              wrong.add("'" + group + "' is barred until " + until + ", should at most " + most);
            }
          }
        });
    fair.throttled.forEach(
        (group, until) -> {
          if (until >= now + 1
              && groups.contains(group)
              && barred.getOrDefault(group, 0.0) < Math.floor(until)) {
            wrong.add(
                "'"
                    + group
                    + "' is throttled until "
                    + until
                    + ", and barred until "
                    + barred.get(group));
          }
        });
  }

  private void paces(Fair fair, long now, List<String> wrong) {
    fair.paces.forEach(
        (group, pace) -> {
          double fullAt = pace.fullAt().toDouble();
          double is = paces.getOrDefault(group, 0.0);
          if (fullAt > now + ROUNDING_MS && Math.abs(is - fullAt) > ROUNDING_MS) {
            wrong.add("the tokens of '" + group + "' are full at " + is + ", should at " + fullAt);
          }
        });
  }

  private void paceOfQueue(Fair fair, long now, List<String> wrong) {
    double fullAt = fair.queuePace.fullAt().toDouble();
    double is = Double.parseDouble(order.getOrDefault("tat", "0"));
    if (fullAt > now + ROUNDING_MS && Math.abs(is - fullAt) > ROUNDING_MS) {
      wrong.add("the tokens of the queue are full at " + is + ", should at " + fullAt);
    }
  }

  private static boolean differ(double one, double other) {
    return Math.abs(one - other) > ROUNDING * Math.max(1, Math.abs(other));
  }
}
