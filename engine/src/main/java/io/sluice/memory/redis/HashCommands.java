package io.sluice.memory.redis;

import io.sluice.memory.redis.Command.Words;
import io.sluice.memory.redis.Value.Hash;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Commands on hashes. */
final class HashCommands {
  private static final int MOST_PACKED = 512;
  private static final int SCAN_COUNT = 10;

  /** The cursor behind the last page. */
  private static final String SCANNED = "0";

  private final Keyspace keyspace;
  private final Random random;

  HashCommands(Keyspace keyspace, Random random) {
    this.keyspace = keyspace;
    this.random = random;
  }

  void addTo(Map<String, Command> commands) {
    commands.put("HDEL", this::delete);
    commands.put("HEXISTS", words -> fields(words).containsKey(words.at(1)) ? 1L : 0L);
    commands.put("HGET", words -> fields(words).get(words.at(1)));
    commands.put("HGETALL", words -> flat(fields(words)));
    commands.put("HINCRBY", this::increment);
    commands.put("HLEN", words -> (long) fields(words).size());
    commands.put("HMGET", this::getMany);
    commands.put("HRANDFIELD", this::anyFields);
    commands.put("HSCAN", this::scan);
    commands.put("HSET", this::set);
    commands.put("HSETNX", this::setNew);
    commands.put("HSTRLEN", words -> (long) fields(words).getOrDefault(words.at(1), "").length());
  }

  private Map<String, String> fields(Words words) {
    Hash hash = keyspace.find(words.key(), Hash.class);
    return hash == null ? Map.of() : hash.fields();
  }

  private Map<String, String> fieldsToWrite(Words words) {
    return keyspace.make(words.key(), Hash.class, Hash::new).fields();
  }

  private static List<@Nullable Object> flat(Map<String, String> fields) {
    List<@Nullable Object> flat = new ArrayList<>(2 * fields.size());
    fields.forEach(
        (field, value) -> {
          flat.add(field);
          flat.add(value);
        });
    return flat;
  }

  /**
   * A small hash in one go, as a real one that is packed. A larger one in the order of its buckets,
   * so that what is there from the first page to the last is met, whatever comes and goes.
   */
  private Object scan(Words words) {
    Map<String, String> fields = fields(words);
    if (fields.size() <= MOST_PACKED) {
      return List.of(SCANNED, flat(fields));
    }
    long from = Numbers.integer(words.at(1));
    List<String> names =
        fields.keySet().stream()
            .filter(name -> bucket(name) >= from)
            .sorted(Comparator.comparing(HashCommands::bucket))
            .toList();
    int end = Math.min(words.option("COUNT", 2, 1, SCAN_COUNT), names.size());
    while (end < names.size() && bucket(names.get(end)) == bucket(names.get(end - 1))) {
      end++;
    }
    Map<String, String> page = new LinkedHashMap<>();
    names.subList(0, end).forEach(name -> page.put(name, fields.get(name)));
    String cursor = end < names.size() ? Long.toString(bucket(names.get(end))) : SCANNED;
    return List.of(cursor, flat(page));
  }

  private static long bucket(String name) {
    return 1L + (name.hashCode() & Integer.MAX_VALUE);
  }

  private Object set(Words words) {
    Map<String, String> fields = fieldsToWrite(words);
    long added = 0;
    for (int i = 1; i < words.size(); i += 2) {
      added += fields.put(words.at(i), words.at(i + 1)) == null ? 1 : 0;
    }
    return added;
  }

  private Object setNew(Words words) {
    return fieldsToWrite(words).putIfAbsent(words.at(1), words.at(2)) == null ? 1L : 0L;
  }

  private Object delete(Words words) {
    Map<String, String> fields = fields(words);
    long removed = 0;
    for (String field : words.from(1)) {
      removed += fields.containsKey(field) && fields.remove(field) != null ? 1 : 0;
    }
    keyspace.removeIfEmpty(words.key());
    return removed;
  }

  private Object getMany(Words words) {
    Map<String, String> fields = fields(words);
    List<@Nullable Object> values = new ArrayList<>(words.size());
    for (String field : words.from(1)) {
      values.add(fields.get(field));
    }
    return values;
  }

  private Object increment(Words words) {
    long before = Numbers.integer(fields(words).getOrDefault(words.at(1), "0"));
    long after = before + Numbers.integer(words.at(2));
    fieldsToWrite(words).put(words.at(1), Long.toString(after));
    return after;
  }

  /** Different fields, at random where there are more than are asked for. */
  private Object anyFields(Words words) {
    Map<String, String> fields = fields(words);
    List<String> names = new ArrayList<>(fields.keySet());
    int count = words.integer(1);
    if (count < names.size()) {
      Collections.shuffle(names, random);
      names = names.subList(0, count);
    }
    boolean withValues = words.has("WITHVALUES", 2);
    List<@Nullable Object> chosen = new ArrayList<>();
    for (String name : names) {
      chosen.add(name);
      if (withValues) {
        chosen.add(fields.get(name));
      }
    }
    return chosen;
  }
}
