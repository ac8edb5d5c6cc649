package io.sluice.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks what a script says at its top, as far as composing it does not. */
final class ScriptHeader {
  private static final String SHEBANG = "#!lua";
  private static final Pattern FLAGS = Pattern.compile("#!lua( flags=[a-z,-]+)?");

  /** The scripts that a full Redis refuses. */
  private static final Set<String> FILL =
      Set.of(
          "register",
          "enqueue",
          "enqueue_once",
          "plan",
          "fire",
          "receive",
          "spread",
          "emit",
          "enroll",
          "batch");

  private final String verb;
  private final String source;

  ScriptHeader(String verb, String source) {
    this.verb = verb;
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
    return complaints;
  }

  private void checkFlags(List<String> complaints) {
    String first = source.lines().findFirst().orElse("");
    if (!FLAGS.matcher(first).matches()) {
      complaints.add("the first line is no " + SHEBANG + " with flags: " + first);
    }
    boolean mayRunWhenFull = first.contains("allow-oom");
    if (mayRunWhenFull == FILL.contains(verb)) {
      complaints.add(
          mayRunWhenFull ? "fills Redis and has allow-oom" : "lacks allow-oom: cannot drain");
    }
  }

  private String header() {
    return source
        .lines()
        .takeWhile(line -> line.startsWith("#") || line.startsWith("--"))
        .reduce("", (all, line) -> all + line + "\n");
  }
}
