package io.sluice.spec.fair;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Whose turn is next. Each group has one tag: where its next turn starts. Virtual time is where the
 * turn started that was taken last; a group that has been away starts there and hoards nothing.
 */
public final class Shares {
  /** Tags closer than this are a tie that the rounding of a double may decide either way. */
  private static final Ratio ROUNDING = Ratio.of(1, 1_000_000_000);

  private final Map<String, Ratio> tags;

  /** Groups that virtual time went past while they could have had their turn, and their starts. */
  private final Map<String, Ratio> passedOver;

  private final Map<String, Long> turns = new TreeMap<>();
  private Ratio virtualTime;

  public Shares() {
    this(Ratio.ZERO, Map.of(), Map.of());
  }

  private Shares(Ratio virtualTime, Map<String, Ratio> tags, Map<String, Ratio> passedOver) {
    this.virtualTime = virtualTime;
    this.tags = new TreeMap<>(tags);
    this.passedOver = new TreeMap<>(passedOver);
  }

  public Shares copy() {
    return new Shares(virtualTime, tags, passedOver);
  }

  public Ratio virtualTime() {
    return virtualTime;
  }

  /** How many turns each group has taken. */
  public Map<String, Long> turns() {
    return Map.copyOf(turns);
  }

  /** Where the next turn of a group starts. */
  public Ratio startOf(String group) {
    Ratio kept = passedOver.get(group);
    return kept != null ? kept : virtualTime.max(tags.getOrDefault(group, Ratio.ZERO));
  }

  public boolean hasPassedOver() {
    return !passedOver.isEmpty();
  }

  /** A claim of certain types is about to pass these groups over, which keep their starts. */
  public void passOver(Collection<String> groups) {
    groups.forEach(group -> passedOver.put(group, startOf(group)));
  }

  /**
   * Of groups that were passed over: those that have their turns go on at the start that they kept,
   * or at virtual time when they were barred meanwhile, as the script has it.
   */
  public void follow(Map<String, Double> turns) {
    for (String group : List.copyOf(passedOver.keySet())) {
      Ratio kept = passedOver.get(group);
      Ratio other = virtualTime.max(tags.getOrDefault(group, Ratio.ZERO));
      Double told = turns.get(group);
      if (told == null || Math.abs(told - other.toDouble()) < Math.abs(told - kept.toDouble())) {
        passedOver.remove(group);
      }
    }
  }

  /** The groups that are ahead of virtual time, with where their next turn starts. */
  public Map<String, Ratio> ahead() {
    Map<String, Ratio> ahead = new TreeMap<>(tags);
    ahead.values().removeIf(tag -> tag.compareTo(virtualTime) <= 0);
    return ahead;
  }

  /** Of these groups the one whose turn it is: the least start, then the least name. */
  public String next(Collection<String> groups) {
    return groups.stream()
        .min(Comparator.comparing(this::startOf).thenComparing(Comparator.naturalOrder()))
        .orElseThrow();
  }

  /** Of these groups those whose turn it is, as far as doubles can tell; the exact one first. */
  public List<String> nextAsRounded(Collection<String> groups) {
    String exact = next(groups);
    Ratio least = startOf(exact);
    return groups.stream()
        .filter(group -> startOf(group).minus(least).compareTo(ROUNDING) <= 0)
        .sorted(Comparator.comparing((String group) -> !group.equals(exact)))
        .toList();
  }

  /** A group takes its turn. */
  public void serve(String group, long weight) {
    turns.merge(group, 1L, Long::sum);
    Ratio start = startOf(group);
    Ratio next = start.plus(Ratio.of(1, weight));
    virtualTime = virtualTime.max(start);
    tags.put(group, next);
    passedOver.replace(group, next);
  }

  /** No task with a group or a priority is ready any more: nobody is ahead of anybody. */
  public void beginAnew() {
    virtualTime = Ratio.ZERO;
    tags.clear();
    passedOver.clear();
  }
}
