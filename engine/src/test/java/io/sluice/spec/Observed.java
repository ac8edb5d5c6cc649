package io.sluice.spec;

import io.sluice.script.ScriptText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What Redis holds of a queue, in the words of {@link QueueState#view}. */
final class Observed {
  private static final Set<String> ONLY_NAMES = Set.of("walk", "ends");

  /** Wakes a worker; no task. */
  static final String TOKEN = "*";

  private static final String READ_ALL =
      """
      local all = {}
      for i, key in ipairs(KEYS) do
        local kind = redis.call('TYPE', key).ok
        all[i] = {kind, kind == 'list' and redis.call('LRANGE', key, 0, -1)
          or kind == 'hash' and redis.call('HGETALL', key)
          or kind == 'zset' and redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
          or {}}
      end
      return all
      """;

  private final Server server;

  Observed(Server server) {
    this.server = server;
  }

  /** Of these keys, all of which are read in one call. */
  Map<String, Object> view(Map<String, Object> keys) {
    List<String> names = List.copyOf(keys.keySet());
    List<String> words = new ArrayList<>(List.of("EVAL", READ_ALL, "" + names.size()));
    names.forEach(name -> words.add(ScriptText.key(name)));
    Answer all = Answer.of(server.command(words.toArray(String[]::new)));
    Map<String, Object> view = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      Answer one = all.part(i);
      view.put(names.get(i), value(names.get(i), one.text(0), one.part(1), keys.get(names.get(i))));
    }
    return view;
  }

  private static Object value(String name, String kind, Answer content, Object whereThereIsNone) {
    if (name.equals("aside") || name.equals("levels")) {
      return aside(List.copyOf(content.pairs(0).keySet()));
    }
    if (ONLY_NAMES.contains(name)) {
      return new HashSet<>(content.pairs(0).keySet());
    }
    return switch (kind) {
      case "list" -> content.texts(0).stream().filter(id -> !id.equals(TOKEN)).toList();
      case "hash" -> content.pairs(0);
      case "zset" -> times(content.pairs(0));
      default -> whereThereIsNone instanceof List<?> ? List.of() : Map.of();
    };
  }

  private static Map<String, Double> times(Map<String, String> scores) {
    Map<String, Double> times = new HashMap<>();
    scores.forEach(
        (id, score) ->
            times.put(
                id, score.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(score)));
    return times;
  }

  /** Members {@code type order id id...}, and one that begins with another letter: their count. */
  static Map<String, List<String>> aside(List<String> members) {
    Map<String, List<String>> aside = new LinkedHashMap<>();
    for (String member : members) {
      String[] words = member.split(" ", -1);
      if (words.length > 2) {
        aside
            .computeIfAbsent(words[0], type -> new ArrayList<>())
            .addAll(List.of(words).subList(2, words.length));
      }
    }
    return aside;
  }
}
