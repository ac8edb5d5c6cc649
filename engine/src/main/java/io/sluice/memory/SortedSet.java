package io.sluice.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Members in the order of their scores, and of their bytes where scores are equal. */
final class SortedSet implements Keyspace.Value {
  private final Map<String, Double> scores = new HashMap<>();
  private final NavigableSet<Entry> entries = new TreeSet<>();

  /** A member and its score. */
  record Entry(double score, String member) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byScore = Double.compare(score, other.score);
      return byScore != 0 ? byScore : member.compareTo(other.member);
    }
  }

  @Override
  public boolean isEmpty() {
    return scores.isEmpty();
  }

  int size() {
    return scores.size();
  }

  @Nullable Double score(String member) {
    return scores.get(member);
  }

  /** Returns whether the member is new. */
  boolean put(String member, double score) {
    boolean isNew = !remove(member);
    double plain = score == 0 ? 0 : score; // no negative zero, which would sort before zero
    scores.put(member, plain);
    entries.add(new Entry(plain, member));
    return isNew;
  }

  /** Returns whether the member was there. */
  boolean remove(String member) {
    Double score = scores.remove(member);
    return score != null && entries.remove(new Entry(score, member));
  }

  Stream<Entry> ascending() {
    return entries.stream();
  }

  Stream<Entry> descending() {
    return entries.descendingSet().stream();
  }

  /** The entries of a range of scores: {@code -inf}, {@code 5}, {@code (5}, {@code +inf}. */
  Stream<Entry> within(String from, String to) {
    double low = bound(from);
    double high = bound(to);
    Predicate<Entry> above = entry -> isOpen(from) ? entry.score > low : entry.score >= low;
    Predicate<Entry> below = entry -> isOpen(to) ? entry.score < high : entry.score <= high;
    return entries.tailSet(new Entry(low, "")).stream().filter(above).takeWhile(below);
  }

  private static boolean isOpen(String bound) {
    return bound.startsWith("(");
  }

  private static double bound(String bound) {
    return Numbers.number(isOpen(bound) ? bound.substring(1) : bound);
  }

  /** How many entries come before this one, or null when it is not a member. */
  @Nullable Long rank(String member, boolean fromHighest) {
    Double score = scores.get(member);
    if (score == null) {
      return null;
    }
    Entry entry = new Entry(score, member);
    return (long) (fromHighest ? entries.tailSet(entry, false) : entries.headSet(entry)).size();
  }
}
