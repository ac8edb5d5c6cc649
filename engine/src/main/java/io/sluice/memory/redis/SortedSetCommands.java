package io.sluice.memory.redis;

import io.sluice.memory.redis.Command.Words;
import io.sluice.memory.redis.SortedSet.Entry;
import io.sluice.memory.redis.Value.Sorted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Commands on sorted sets. */
final class SortedSetCommands {
  private final Keyspace keyspace;
  private final Random random;

  SortedSetCommands(Keyspace keyspace, Random random) {
    this.keyspace = keyspace;
    this.random = random;
  }

  void addTo(Map<String, Command> commands) {
    commands.put("ZADD", this::add);
    commands.put("ZCARD", words -> (long) set(words).size());
    commands.put("ZCOUNT", words -> set(words).within(scores(words)).count());
    commands.put("ZINCRBY", this::increment);
    commands.put("ZMSCORE", this::scoresOf);
    commands.put("ZRANDMEMBER", words -> set(words).anyMember(random));
    commands.put("ZRANGE", words -> range(words, set(words).ascending()));
    commands.put("ZRANGEBYLEX", this::rangeByLex);
    commands.put("ZRANGEBYSCORE", this::rangeByScore);
    commands.put("ZRANK", words -> set(words).rank(words.at(1), false));
    commands.put("ZREM", this::remove);
    commands.put("ZREMRANGEBYSCORE", this::removeByScore);
    commands.put("ZREVRANGE", words -> range(words, set(words).descending()));
    commands.put("ZREVRANGEBYLEX", this::reverseRangeByLex);
    commands.put("ZREVRANK", words -> set(words).rank(words.at(1), true));
    commands.put("ZSCAN", words -> List.of("0", shown(set(words).ascending(), true)));
    commands.put("ZSCORE", words -> text(set(words).score(words.at(1))));
  }

  private SortedSet set(Words words) {
    Sorted value = keyspace.find(words.key(), Sorted.class);
    return value == null ? new SortedSet() : value.set();
  }

  private SortedSet setToWrite(Words words) {
    return keyspace.make(words.key(), Sorted.class, Sorted::new).set();
  }

  private static ScoreRange scores(Words words) {
    return ScoreRange.of(words.at(1), words.at(2));
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
    SortedSet set = setToWrite(words);
    long added = 0;
    for (int i = 1; i < words.size(); i += 2) {
      added += set.put(words.at(i + 1), Numbers.number(words.at(i))) ? 1 : 0;
    }
    return added;
  }

  private @Nullable Object increment(Words words) {
    SortedSet set = setToWrite(words);
    Double before = set.score(words.at(2));
    double after = (before == null ? 0 : before) + Numbers.number(words.at(1));
    boolean unused = set.put(words.at(2), after);
    return text(after);
  }

  private Object remove(Words words) {
    SortedSet set = set(words);
    long removed = words.from(1).stream().filter(set::remove).count();
    keyspace.removeIfEmpty(words.key());
    return removed;
  }

  private Object removeByScore(Words words) {
    SortedSet set = set(words);
    List<Entry> gone = set.within(scores(words)).toList();
    gone.forEach(entry -> set.remove(entry.member()));
    keyspace.removeIfEmpty(words.key());
    return (long) gone.size();
  }

  private Object scoresOf(Words words) {
    SortedSet set = set(words);
    List<@Nullable Object> scores = new ArrayList<>(words.size());
    for (String member : words.from(1)) {
      scores.add(text(set.score(member)));
    }
    return scores;
  }

  private Object range(Words words, Stream<Entry> entries) {
    int[] bounds = ListCommands.bounds(words.integer(1), words.integer(2), set(words).size());
    return shown(
        entries.skip(bounds[0]).limit(Math.max(0, bounds[1] - bounds[0])),
        words.has("WITHSCORES", 3));
  }

  private Object rangeByScore(Words words) {
    return shown(limited(words, set(words).within(scores(words))), words.has("WITHSCORES", 3));
  }

  private Object rangeByLex(Words words) {
    Predicate<Entry> within = entry -> lexWithin(entry, words.at(1), words.at(2));
    return shown(limited(words, set(words).ascending().filter(within)), false);
  }

  private Object reverseRangeByLex(Words words) {
    Predicate<Entry> within = entry -> lexWithin(entry, words.at(2), words.at(1));
    return shown(limited(words, set(words).descending().filter(within)), false);
  }

  private static Stream<Entry> limited(Words words, Stream<Entry> entries) {
    int count = words.option("LIMIT", 3, 2, -1);
    Stream<Entry> from = entries.skip(words.option("LIMIT", 3, 1, 0));
    return count < 0 ? from : from.limit(count);
  }

  /** Bounds are {@code -}, {@code +}, {@code [member} and {@code (member}. */
  private static boolean lexWithin(Entry entry, String from, String to) {
    return aboveLex(entry.member(), from) && !aboveLexOrOut(entry.member(), to);
  }

  private static boolean aboveLex(String member, String from) {
    int compared = member.compareTo(from.substring(1));
    return from.equals("-") || (from.startsWith("[") ? compared >= 0 : compared > 0);
  }

  private static boolean aboveLexOrOut(String member, String to) {
    int compared = member.compareTo(to.substring(1));
    return !to.equals("+") && (to.startsWith("[") ? compared > 0 : compared >= 0);
  }
}
