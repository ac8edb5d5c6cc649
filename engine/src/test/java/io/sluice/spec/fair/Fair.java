package io.sluice.spec.fair;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tasks of a queue that have a group or a priority and are ready, and what decides which of
 * them may run. The group of tasks without one has the empty name, and no limits.
 */
public final class Fair {
  public static final String UNGROUPED = "";
  private static final int HIGHEST = 9;

  /** Members {@code spot id}, in the order of Redis. */
  public final TreeSet<String> lane = new TreeSet<>();

  public final Shares shares = new Shares();

  /** The rules by group; under the empty name that of all others. */
  public final Map<String, Rule> rules = new TreeMap<>();

  public final Map<String, Pace> paces = new TreeMap<>();
  public final Pace queuePace = new Pace();

  /** Groups that were throttled, with until when. */
  public final Map<String, Double> throttled = new TreeMap<>();

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
  public long nextSeq(long now) {
    lastSeq = Spot.nextSeq(lastSeq, now);
    return lastSeq;
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

  /** Groups with tasks that are ready. */
  public TreeSet<String> groups() {
    TreeSet<String> groups = new TreeSet<>();
    lane.forEach(member -> groups.add(Spot.group(member)));
    return groups;
  }

  /** How many more of a group may start, of which so many run. */
  public long allowed(String group, long running, long now) {
    Rule rule = ruleOf(group);
    if (isThrottled(group, now)) {
      return 0;
    }
    long slots = rule.cap() == 0 ? Long.MAX_VALUE : rule.cap() - running;
    long tokens = rule.rate() == null ? Long.MAX_VALUE : pace(group).allowed(rule.rate(), now);
    return Math.max(0, Math.min(slots, tokens));
  }

  public boolean isThrottled(String group, long now) {
    Double until = throttled.get(group);
    return until != null && until >= now + 1;
  }

  public void throttle(String group, double until) {
    throttled.merge(group, until, Math::max);
  }

  /** One of a group has started. */
  public void charge(String group, long now) {
    Rule rule = ruleOf(group);
    if (rule.rate() != null) {
      pace(group).take(rule.rate(), now, 1);
    }
  }

  public Pace pace(String group) {
    return paces.computeIfAbsent(group, same -> new Pace());
  }

  /** A task of the group, as far as its order in the group goes. */
  public record Waiting(String id, int urgency, long arrival, String age) {}

  /** The members of a group, first first. */
  public List<Waiting> waiting(String group, long now, long ageEvery) {
    List<Waiting> waiting = new ArrayList<>();
    for (String member : lane.subSet(group + "\0", group + "\1")) {
      String spot = member.substring(0, group.length() + Spot.TAIL);
      String id = member.substring(spot.length());
      int urgency = aged(Spot.urgency(spot), Spot.arrival(spot), now, ageEvery);
      waiting.add(new Waiting(id, urgency, Spot.arrival(spot), Spot.age(spot) + id));
    }
    waiting.sort(Comparator.comparingInt(Waiting::urgency).thenComparing(Waiting::age));
    return waiting;
  }

  /** A waiting task gains a level each so often. */
  public static int aged(int urgency, long arrival, long now, long ageEvery) {
    return ageEvery == 0
        ? urgency
        : (int) Math.max(0, urgency - Math.max(0, now - arrival) / ageEvery);
  }

  /** The urgency of a priority. */
  public static int urgency(int priority) {
    return HIGHEST - priority;
  }
}
