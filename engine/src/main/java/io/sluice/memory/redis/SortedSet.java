package io.sluice.memory.redis;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Members in the order of their scores, and of their bytes where scores are equal. */
final class SortedSet {
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

  int size() {
    return scores.size();
  }

  @Nullable Double score(String member) {
    return scores.get(member);
  }

  /** Returns whether the member is new. */
  boolean put(String member, double score) {
    double plain = score == 0 ? 0 : score; // no negative zero, which would sort before zero
    Double before = scores.put(member, plain);
    if (before != null) {
      entries.remove(new Entry(before, member));
    }
    entries.add(new Entry(plain, member));
    return before == null;
  }

  /** Returns whether the member was there. */
  boolean remove(String member) {
    Double score = scores.remove(member);
    return score != null && entries.remove(new Entry(score, member));
  }

  /** All entries, the lowest first. */
  Stream<Entry> ascending() {
    return entries.stream();
  }

  /** All entries, the highest first. */
  Stream<Entry> descending() {
    return entries.descendingSet().stream();
  }

  /** The entries from the lowest score on that may be in the range. */
  Stream<Entry> within(ScoreRange range) {
    return entries.tailSet(new Entry(range.from(), ""), true).stream()
        .dropWhile(entry -> !range.contains(entry.score))
        .takeWhile(entry -> range.contains(entry.score));
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

  @Nullable String anyMember(Random random) {
    return entries.stream()
        .skip(random.nextInt(Math.max(1, size())))
        .findFirst()
        .map(Entry::member)
        .orElse(null);
  }
}
