package io.sluice.model;

import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The calls of a session that leave no receipt. */
final class SessionCalls {
  private static final String LIFE = String.valueOf(Conditions.LIFE_MS);
  private static final String START = "0";
  private static final String PART = "100";

  private final World world;

  SessionCalls(World world) {
    this.world = world;
  }

  @Nullable Answer open(String session, boolean cutOff) {
    return send("open", cutOff, session, LIFE);
  }

  /** Reads the first part of the cancels that are asked: there are few. */
  @Nullable Answer extend(String session, boolean cutOff) {
    return send("extend", cutOff, session, LIFE, START, PART);
  }

  /** Whether it was answered. */
  boolean close(String session, boolean cutOff) {
    return send("close", cutOff, session) != null;
  }

  /** What Redis has under a session, of claims that were answered before this look. */
  Map<String, String> held(String session, long answered) {
    Map<String, String> all = new LinkedHashMap<>();
    String cursor = START;
    do {
      Answer part = world.wire().read("held", session, cursor, PART);
      all.putAll(part.pairs(1));
      cursor = part.text(0);
    } while (!cursor.equals(START));
    all.values().removeIf(token -> number(token) > answered);
    return all;
  }

  /** How far its handlers are, and a line of their logs; of whatever it thinks to run. */
  void note(Map<String, String> tokens, boolean cutOff) {
    List<String> args = new ArrayList<>();
    tokens.forEach(
        (task, token) -> {
          args.addAll(List.of(task, token, "P", "0.5 half"));
          args.addAll(List.of(task, token, "L", "a line"));
        });
    Answer unused = send("note", cutOff, args.toArray(String[]::new));
  }

  private @Nullable Answer send(String verb, boolean cutOff, String... args) {
    return world.wire().send(new Call(verb, null, List.of(args)), cutOff);
  }

  /** Which claim of its session a token is of. */
  static long number(String token) {
    return Long.parseLong(token.split(":", 3)[1]);
  }
}
