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
  private Ratio virtualTime;

  public Shares() {
    this(Ratio.ZERO, Map.of());
  }

  private Shares(Ratio virtualTime, Map<String, Ratio> tags) {
    this.virtualTime = virtualTime;
    this.tags = new TreeMap<>(tags);
  }

  public Shares copy() {
    return new Shares(virtualTime, tags);
  }

  public Ratio virtualTime() {
    return virtualTime;
  }

  /** Where the next turn of a group starts. */
  public Ratio startOf(String group) {
    return virtualTime.max(tags.getOrDefault(group, Ratio.ZERO));
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
    virtualTime = startOf(group);
    tags.put(group, virtualTime.plus(Ratio.of(1, weight)));
  }

  /** No task with a group or a priority is ready any more: nobody is ahead of anybody. */
  public void beginAnew() {
    virtualTime = Ratio.ZERO;
    tags.clear();
  }
}
