package io.sluice.memory;

import io.sluice.script.ScriptText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** How often each script was called, and how many of these calls had an effect. */
final class Coverage {
  private static final String READ_ONLY = "no-writes";

  /** Scripts that write nothing and do not say so; one that only tells answers whether it did. */
  private static final Set<String> ALSO_READ = Set.of("planned", "due", "ahead", "announce");

  private final Set<String> reading = new HashSet<>(ALSO_READ);
  private final Map<String, Count> counts = new TreeMap<>();
  private final Map<String, Integer> kinds = new HashMap<>();

  private record Count(long calls, long effects) {}

  Coverage() {
    for (ScriptText text : ScriptText.all()) {
      counts.put(text.name(), new Count(0, 0));
      if (text.source().lines().findFirst().orElse("").contains(READ_ONLY)) {
        reading.add(text.name());
      }
    }
  }

  /** Whether the effect of a script is what it writes, and not what it answers. */
  boolean writes(String verb) {
    return !reading.contains(verb);
  }

  void add(String verb, boolean effect) {
    counts.merge(
        verb,
        new Count(1, effect ? 1 : 0),
        (a, b) -> new Count(a.calls + b.calls, a.effects + b.effects));
  }

  /** Counts what else was done. */
  void did(String what) {
    kinds.merge(what, 1, Integer::sum);
  }

  int times(String what) {
    return kinds.getOrDefault(what, 0);
  }

  /** The scripts that were called less often, or had an effect less often, than this. */
  List<String> missing(long calls, long effects) {
    List<String> missing = new ArrayList<>();
    counts.forEach(
        (verb, count) -> {
          if (count.calls < calls || count.effects < effects) {
            missing.add(verb + " " + count.calls + " calls, " + count.effects + " with an effect");
          }
        });
    return missing;
  }

  @Override
  public String toString() {
    StringBuilder all = new StringBuilder();
    counts.forEach(
        (verb, count) ->
            all.append(' ')
                .append(verb)
                .append(' ')
                .append(count.effects)
                .append('/')
                .append(count.calls));
    return all.append(" and ").append(new TreeMap<>(kinds)).toString();
  }
}
