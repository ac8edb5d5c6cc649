package io.sluice.memory;

import io.sluice.memory.Command.Words;
import io.sluice.memory.Keyspace.Hash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commands on hashes. */
final class HashCommands {
  private static final int MOST_PACKED = 512;

  /** The cursor behind the last page. */
  private static final String SCANNED = "0";

  private final Keyspace keyspace;

  HashCommands(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  void addTo(Map<String, Command> commands) {
    commands.put("HDEL", this::delete);
    commands.put("HEXISTS", words -> hash(words).containsKey(words.at(1)) ? 1L : 0L);
    commands.put("HGET", words -> hash(words).get(words.at(1)));
    commands.put("HGETALL", words -> flat(hash(words), hash(words).keySet()));
    commands.put("HINCRBY", this::increment);
    commands.put("HKEYS", words -> List.copyOf(hash(words).keySet()));
    commands.put("HVALS", words -> List.copyOf(hash(words).values()));
    commands.put("HLEN", words -> (long) hash(words).size());
    commands.put("HMGET", this::getMany);
    commands.put("HRANDFIELD", this::anyFields);
    commands.put("HSCAN", this::scan);
    commands.put("HSET", this::set);
    commands.put("HSETNX", w -> write(w).putIfAbsent(w.at(1), w.at(2)) == null ? 1L : 0L);
    commands.put("HSTRLEN", words -> (long) hash(words).getOrDefault(words.at(1), "").length());
  }

  private Hash hash(Words words) {
    return keyspace.get(words.key(), Hash.class, Hash::new);
  }

  private Hash write(Words words) {
    return keyspace.make(words.key(), Hash.class, Hash::new);
  }

  private static List<@Nullable Object> flat(Hash hash, Iterable<String> names) {
    List<@Nullable Object> flat = new ArrayList<>();
    for (String name : names) {
      flat.add(name);
      flat.add(hash.get(name));
    }
    return flat;
  }

  private Object set(Words words) {
    Hash hash = write(words);
    int before = hash.size();
    for (int i = 1; i < words.all().size(); i += 2) {
      hash.put(words.at(i), words.at(i + 1));
    }
    return (long) hash.size() - before;
  }

  private Object delete(Words words) {
    Hash hash = hash(words);
    int before = hash.size();
    words.from(1).forEach(hash::remove);
    keyspace.removeIfEmpty(words.key());
    return (long) before - hash.size();
  }

  private Object getMany(Words words) {
    Hash hash = hash(words);
    List<@Nullable Object> values = new ArrayList<>(words.all().size());
    words.from(1).forEach(field -> values.add(hash.get(field)));
    return values;
  }

  private Object increment(Words words) {
    Hash hash = write(words);
    long after =
        Numbers.integer(hash.getOrDefault(words.at(1), "0")) + Numbers.integer(words.at(2));
    hash.put(words.at(1), Long.toString(after));
    return after;
  }

  /** Different fields, at random where there are more than are asked for. */
  private Object anyFields(Words words) {
    Hash hash = hash(words);
    List<String> names = new ArrayList<>(hash.keySet());
    if (words.integer(1) < names.size()) {
      Collections.shuffle(names);
      names = names.subList(0, words.integer(1));
    }
    return words.has("WITHVALUES") ? flat(hash, names) : names;
  }

  /**
   * A small hash in one go, as a real one that is packed. A larger one in the order of its buckets,
   * so that what is there from the first page to the last is met, whatever comes and goes.
   */
  private Object scan(Words words) {
    Hash hash = hash(words);
    if (hash.size() <= MOST_PACKED) {
      return List.of(SCANNED, flat(hash, hash.keySet()));
    }
    List<String> names =
        hash.keySet().stream()
            .filter(name -> bucket(name) >= Numbers.integer(words.at(1)))
            .sorted(Comparator.comparing(HashCommands::bucket))
            .toList();
    int end = Math.min(words.option("COUNT", 1, MOST_PACKED), names.size());
    while (end < names.size() && bucket(names.get(end)) == bucket(names.get(end - 1))) {
      end++;
    }
    String cursor = end < names.size() ? Long.toString(bucket(names.get(end))) : SCANNED;
    return List.of(cursor, flat(hash, names.subList(0, end)));
  }

  private static long bucket(String name) {
    return 1L + (name.hashCode() & Integer.MAX_VALUE);
  }
}
