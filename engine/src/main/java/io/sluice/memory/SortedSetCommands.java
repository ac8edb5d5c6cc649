package io.sluice.memory;

import io.sluice.memory.Command.Words;
import io.sluice.memory.SortedSet.Entry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Commands on sorted sets. */
final class SortedSetCommands {
  private final Keyspace keyspace;
  private final Random random = new Random();

  SortedSetCommands(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  void addTo(Map<String, Command> commands) {
    commands.put("ZADD", this::add);
    commands.put("ZCARD", words -> (long) set(words).size());
    commands.put("ZCOUNT", words -> byScore(words).count());
    commands.put("ZINCRBY", this::increment);
    commands.put("ZLEXCOUNT", w -> byLex(set(w).ascending(), w.at(1), w.at(2)).count());
    commands.put("ZMSCORE", this::scoresOf);
    commands.put("ZRANDMEMBER", this::anyMembers);
    commands.put("ZRANGE", words -> range(words, set(words).ascending()));
    commands.put("ZRANGEBYLEX", w -> limited(w, byLex(set(w).ascending(), w.at(1), w.at(2))));
    commands.put("ZRANGEBYSCORE", words -> limited(words, byScore(words)));
    commands.put("ZRANK", words -> set(words).rank(words.at(1), false));
    commands.put("ZREM", words -> remove(words, words.from(1)));
    commands.put(
        "ZREMRANGEBYLEX",
        w -> remove(w, byLex(set(w).ascending(), w.at(1), w.at(2)).map(Entry::member).toList()));
    commands.put(
        "ZREMRANGEBYRANK", words -> remove(words, byRank(words).map(Entry::member).toList()));
    commands.put(
        "ZREMRANGEBYSCORE", words -> remove(words, byScore(words).map(Entry::member).toList()));
    commands.put("ZREVRANGE", words -> range(words, set(words).descending()));
    commands.put("ZREVRANGEBYLEX", w -> limited(w, byLex(set(w).descending(), w.at(2), w.at(1))));
    commands.put("ZREVRANK", words -> set(words).rank(words.at(1), true));
    commands.put("ZSCAN", words -> List.of("0", shown(set(words).ascending(), true)));
    commands.put("ZSCORE", words -> text(set(words).score(words.at(1))));
  }

  private SortedSet set(Words words) {
    return keyspace.get(words.key(), SortedSet.class, SortedSet::new);
  }

  private SortedSet write(Words words) {
    return keyspace.make(words.key(), SortedSet.class, SortedSet::new);
  }

  private Stream<Entry> byScore(Words words) {
    return set(words).within(words.at(1), words.at(2));
  }

  private static @Nullable String text(@Nullable Double score) {
    return score == null ? null : Numbers.shown(score, Numbers.EXACT);
  }

  private static List<@Nullable Object> shown(Stream<Entry> entries, boolean withScores) {
    List<@Nullable Object> shown = new ArrayList<>();
    entries.forEach(
        entry -> {
          shown.add(entry.member());
          if (withScores) {
            shown.add(text(entry.score()));
          }
        });
    return shown;
  }

  private Object add(Words words) {
    SortedSet set = write(words);
    int before = set.size();
    for (int i = 1; i < words.all().size(); i += 2) {
      boolean unused = set.put(words.at(i + 1), Numbers.number(words.at(i)));
    }
    return (long) set.size() - before;
  }

  private @Nullable Object increment(Words words) {
    Double before = set(words).score(words.at(2));
    double after = (before == null ? 0 : before) + Numbers.number(words.at(1));
    boolean unused = write(words).put(words.at(2), after);
    return text(after);
  }

  private Object remove(Words words, List<String> members) {
    long removed = members.stream().filter(set(words)::remove).count();
    keyspace.removeIfEmpty(words.key());
    return removed;
  }

  private Object scoresOf(Words words) {
    List<@Nullable Object> scores = new ArrayList<>(words.all().size());
    words.from(1).forEach(member -> scores.add(text(set(words).score(member))));
    return scores;
  }

  /** One at random or nil; with a count, as many different ones. */
  private @Nullable Object anyMembers(Words words) {
    List<@Nullable Object> members = shown(set(words).ascending(), false);
    Collections.shuffle(members, random);
    boolean one = words.all().size() == 1;
    List<@Nullable Object> some =
        members.subList(0, Math.min(one ? 1 : words.integer(1), members.size()));
    return one ? (some.isEmpty() ? null : some.get(0)) : some;
  }

  private Stream<Entry> byRank(Words words) {
    return ListCommands.range(words, set(words).ascending(), set(words).size());
  }

  private Object range(Words words, Stream<Entry> entries) {
    return shown(ListCommands.range(words, entries, set(words).size()), words.has("WITHSCORES"));
  }

  private static Object limited(Words words, Stream<Entry> entries) {
    return shown(
        entries
            .skip(words.option("LIMIT", 1, 0))
            .limit(words.option("LIMIT", 2, Integer.MAX_VALUE)),
        words.has("WITHSCORES"));
  }

  /** Bounds are {@code -}, {@code +}, {@code [member} and {@code (member}. */
  private static Stream<Entry> byLex(Stream<Entry> all, String from, String to) {
    return all.filter(
        entry -> {
          int low = entry.member().compareTo(from.substring(1));
          int high = entry.member().compareTo(to.substring(1));
          return (from.equals("-") || low > 0 || (low == 0 && from.startsWith("[")))
              && (to.equals("+") || high < 0 || (high == 0 && to.startsWith("[")));
        });
  }
}
