package io.sluice.spec.fair;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;

/**
 * The tasks of a queue that have a group or a priority and are ready, and what decides which of
 * them may run. The group of tasks without one has the empty name, and no limits.
 */
public final class Fair {
  public static final String UNGROUPED = "";
  public static final int HIGHEST = 9;

  /** Members {@code spot id}, in the order of Redis. */
  public final TreeSet<String> lane = new TreeSet<>();

  public final Shares shares = new Shares();

  /** The rules by group; under the empty name that of all others. */
  public final Map<String, Rule> rules = new TreeMap<>();

  public final Map<String, Pace> paces = new TreeMap<>();
  public final Pace queuePace = new Pace();

  /** Groups that a rule of before bars until they are let go, or until that ends by itself. */
  public final Set<String> heldBack = new TreeSet<>();

  /** Groups that were throttled, with until when. */
  public final Map<String, Double> throttled = new TreeMap<>();

  /** How many tokens the start of a task takes. */
  public ToLongFunction<String> costOf = id -> 1;

  private long lastSeq;

  public Rule ruleOf(String group) {
    Rule otherwise = rules.getOrDefault(UNGROUPED, Rule.NONE);
    return group.equals(UNGROUPED)
        ? new Rule(otherwise.weight(), 0, null, 0)
        : rules.getOrDefault(group, otherwise);
  }

  public long weightOf(String group) {
    return ruleOf(group).weight();
  }

  public long lastSeq() {
    return lastSeq;
  }

  /** The number of a call that brings tasks. */
  void nextSeq(long now) {
    lastSeq = Spot.nextSeq(lastSeq, now);
  }

  public void add(String spot, String id) {
    lane.add(spot + id);
  }

  public boolean remove(String spot, String id) {
    return lane.remove(spot + id);
  }

  /** After each call: when nothing is ready here, nobody is ahead of anybody. */
  public void settle() {
    if (lane.isEmpty()) {
      shares.beginAnew();
    }
  }

  /** How many tasks of a group are ready. */
  public long ready(String group) {
    return lane.subSet(group + "\0", group + "\1").size();
  }

  /** The first id of the first group. */
  public String first() {
    return Spot.idOf(lane.first());
  }

  /** Groups with tasks that are ready. */
  public Set<String> groups() {
    TreeSet<String> groups = new TreeSet<>();
    lane.forEach(member -> groups.add(Spot.group(member)));
    return groups;
  }

  /** How many of these tasks of a group may start, the first first, while so many of it run. */
  public long allowed(String group, long running, long now, List<String> ids) {
    Rule rule = ruleOf(group);
    if (isThrottled(group, now)) {
      return 0;
    }
    long slots = rule.cap() == 0 ? Long.MAX_VALUE : rule.cap() - running;
    long paid =
        rule.rate() == null
            ? Long.MAX_VALUE
            : paid(ids, pace(group).allowed(rule.rate(), now), rule.rate().burst());
    return Math.max(0, Math.min(slots, paid));
  }

  /** How many of these, the first first, so many tokens pay for. */
  public int paid(List<String> ids, long tokens, long burst) {
    long left = tokens;
    for (int i = 0; i < ids.size(); i++) {
      left -= Math.min(burst, costOf.applyAsLong(ids.get(i)));
      if (left < 0) {
        return i;
      }
    }
    return ids.size();
  }

  /** When the tokens are there for the one of a group that waits and takes the most. */
  public double tokensAt(String group, Pace.Limit rate, long now) {
    long most =
        lane.subSet(group + "\0", group + "\1").stream()
            .mapToLong(member -> costOf.applyAsLong(Spot.idOf(member)))
            .max()
            .orElse(1);
    return pace(group).nextAt(rate, now, most).toDouble();
  }

  public boolean isThrottled(String group, long now) {
    Double until = throttled.get(group);
    return until != null && until >= now + 1;
  }

  public void throttle(String group, double until) {
    throttled.merge(group, until, Math::max);
  }

  /** One of a group has started. */
  public void charge(String group, String id, long now) {
    Rule rule = ruleOf(group);
    if (rule.rate() != null) {
      pace(group).take(rule.rate(), now, Math.min(rule.rate().burst(), costOf.applyAsLong(id)));
    }
  }

  public Pace pace(String group) {
    return paces.computeIfAbsent(group, same -> new Pace());
  }

  /**
   * Tasks in their order, as one level of urgency has them.
   *
   * @param arrival of each, in ms
   * @param age what orders two that came in the same ms; empty of tasks in a list
   */
  public record Level(
      int urgency, List<String> ids, ToLongFunction<String> arrival, UnaryOperator<String> age) {}

  /** Of a group the ids of one urgency, the oldest first. */
  public Level level(String group, int urgency) {
    String from = group + "\0" + urgency;
    Map<String, String> spots = new LinkedHashMap<>();
    for (String member : lane.subSet(from, group + "\0" + (char) ('0' + urgency + 1))) {
      int length = group.length() + Spot.TAIL;
      spots.put(member.substring(length), member.substring(0, length));
    }
    return new Level(
        urgency,
        List.copyOf(spots.keySet()),
        id -> Spot.arrival(spots.get(id)),
        id -> Spot.age(spots.get(id)) + id);
  }

  /**
   * The tasks of these levels, the next to run first: one after the other; or, when a waiting task
   * gains a level each so often, always the most urgent head, the older one of two.
   */
  public static List<String> inOrder(List<Level> levels, long now, long ageEvery) {
    List<String> all = new ArrayList<>();
    if (ageEvery == 0) {
      levels.forEach(level -> all.addAll(level.ids()));
      return all;
    }
    int[] at = new int[levels.size()];
    while (true) {
      int best = -1;
      for (int i = 0; i < at.length; i++) {
        Level level = levels.get(i);
        if (at[i] < level.ids().size()
            && (best < 0 || isBefore(level, at[i], levels.get(best), at[best], now, ageEvery))) {
          best = i;
        }
      }
      if (best < 0) {
        return all;
      }
      all.add(levels.get(best).ids().get(at[best]++));
    }
  }

  private static boolean isBefore(
      Level one, int at, Level other, int otherAt, long now, long ageEvery) {
    long since = Math.min(now, one.arrival().applyAsLong(one.ids().get(at)));
    long otherSince = Math.min(now, other.arrival().applyAsLong(other.ids().get(otherAt)));
    long rank = Math.max(0, one.urgency() - (now - since) / ageEvery);
    long otherRank = Math.max(0, other.urgency() - (now - otherSince) / ageEvery);
    if (rank != otherRank || since != otherSince) {
      return rank < otherRank || (rank == otherRank && since < otherSince);
    }
    String age = one.age().apply(one.ids().get(at));
    String otherAge = other.age().apply(other.ids().get(otherAt));
    return !age.isEmpty() && !otherAge.isEmpty() && age.compareTo(otherAge) < 0;
  }

  /** The urgency of a priority. */
  public static int urgency(int priority) {
    return HIGHEST - priority;
  }
}
