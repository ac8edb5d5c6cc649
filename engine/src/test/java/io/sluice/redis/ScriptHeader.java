package io.sluice.redis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares what a script says at its top with what it does and with what Java declares. */
final class ScriptHeader {
  private static final String SHEBANG = "#!lua";
  private static final Pattern FLAGS = Pattern.compile("#!lua( flags=[a-z,-]+)?");
  private static final Pattern KEYS_LINE = Pattern.compile("(?m)^-- KEYS  (.*)$");
  private static final Pattern BINDING =
      Pattern.compile("(?m)^local ([\\w, ]+) ?=\\s*\\n?\\s*(KEYS\\[.*)$");
  private static final Pattern KEY_USE = Pattern.compile("KEYS\\[(\\d+)\\]");

  /** The scripts that a full Redis refuses. */
  private static final Set<String> TAKE_TASKS_IN =
      Set.of("enqueue", "enqueue_once", "plan", "fire");

  private final String verb;
  private final List<String> keys;
  private final String source;

  ScriptHeader(String verb, List<String> keys, String source) {
    this.verb = verb;
    this.keys = keys;
    this.source = source;
  }

  /** What is wrong; empty when all is right. */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    checkFlags(complaints);
    for (String part : List.of("-- KEYS  ", "-- ARGV  ", "-- Returns ", "-- Again")) {
      if (header().lines().noneMatch(line -> line.startsWith(part))) {
        complaints.add("the header has no line «" + part.strip() + "»");
      }
    }
    checkKeysLine(complaints);
    checkBinding(complaints);
    return complaints;
  }

  private void checkFlags(List<String> complaints) {
    String first = source.lines().findFirst().orElse("");
    if (!FLAGS.matcher(first).matches()) {
      complaints.add("the first line is no " + SHEBANG + " with flags: " + first);
    }
    boolean mayRunWhenFull = first.contains("allow-oom");
    if (mayRunWhenFull == TAKE_TASKS_IN.contains(verb)) {
      complaints.add(
          mayRunWhenFull ? "takes tasks in and has allow-oom" : "lacks allow-oom: cannot drain");
    }
  }

  private void checkKeysLine(List<String> complaints) {
    Matcher line = KEYS_LINE.matcher(source);
    List<String> named = line.find() ? List.of(line.group(1).strip().split(" +", -1)) : List.of();
    if (!named.equals(keys)) {
      complaints.add("the header names the keys " + named + ", declared are " + keys);
    }
  }

  private void checkBinding(List<String> complaints) {
    Matcher binding = BINDING.matcher(code());
    if (!binding.find()) {
      complaints.add("binds no KEYS to names");
      return;
    }
    int names = Arrays.asList(binding.group(1).strip().split(", *", -1)).size();
    List<Integer> used = new ArrayList<>();
    Matcher use = KEY_USE.matcher(code());
    while (use.find()) {
      used.add(Integer.valueOf(use.group(1)));
    }
    if (names != keys.size() || used.size() != keys.size()) {
      complaints.add(
          "binds " + used.size() + " keys to " + names + " names, declared are " + keys.size());
    }
    for (int i = 0; i < used.size(); i++) {
      if (used.get(i) != i + 1) {
        complaints.add("uses KEYS out of order or more than once: " + used);
        return;
      }
    }
  }

  private String header() {
    return source
        .lines()
        .takeWhile(line -> line.startsWith("#") || line.startsWith("--"))
        .reduce("", (all, line) -> all + line + "\n");
  }

  private String code() {
    return source
        .lines()
        .filter(line -> !line.startsWith("--"))
        .reduce("", (all, line) -> all + line + "\n");
  }
}
