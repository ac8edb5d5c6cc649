package io.sluice.redis.property;

import io.sluice.script.ScriptText;
import io.sluice.spec.Programs;
import io.sluice.testing.RedisLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A Redis that is set for one call, at a time that stands still, and looked at after it. */
final class Stage {
  private static final String EVENTS = ScriptText.key("events");

  private final RedisLine line;
  private final int port;

  Stage(RedisLine line, int port) {
    this.line = line;
    this.port = port;
  }

  /** Holds what these commands leave, and nothing else. */
  void set(List<List<String>> commands) {
    say("FLUSHALL");
    say("HSET", Programs.CLOCK, "s", "1700000000", "us", "123456");
    commands.forEach(line::say);
  }

  Effect effect(Supplier<@Nullable Object> calls) {
    try (RedisLine listener = new RedisLine(port)) {
      listener.say(List.of("SUBSCRIBE", EVENTS));
      listener.say(List.of("SUBSCRIBE", ScriptText.key("ready")));
      Object answer = calls.get();
      return new Effect(answer, keys(), told(listener));
    }
  }

  @Nullable Object run(Programs.Program script, String lane, List<String> args) {
    List<String> words = new ArrayList<>(List.of("EVAL", script.text()));
    List<String> keys = script.keys(lane);
    words.add(String.valueOf(keys.size()));
    words.addAll(keys);
    words.addAll(args);
    return line.say(words);
  }

  private static List<Object> told(RedisLine listener) {
    List<Object> all = new ArrayList<>();
    Object next = listener.say(List.of("PING"));
    while (next instanceof List<?> message && !message.get(0).equals("pong")) {
      all.add(message);
      next = listener.hear();
    }
    return all;
  }

  private Map<String, Object> keys() {
    Map<String, Object> all = new TreeMap<>();
    for (Object key : (List<?>) Objects.requireNonNull(say("KEYS", "*"))) {
      String name = key.toString();
      String type = String.valueOf(say("TYPE", name));
      Object value =
          switch (type) {
            case "hash" -> sorted(say("HGETALL", name));
            case "list" -> say("LRANGE", name, "0", "-1");
            case "zset" -> say("ZRANGE", name, "0", "-1", "WITHSCORES");
            default -> say("GET", name);
          };
      all.put(name, type + " " + say("OBJECT", "ENCODING", name) + " " + value);
    }
    return all;
  }

  private static Map<Object, Object> sorted(@Nullable Object pairs) {
    List<?> list = (List<?>) Objects.requireNonNull(pairs);
    Map<Object, Object> all = new TreeMap<>();
    for (int i = 0; i < list.size(); i += 2) {
      all.put(list.get(i), list.get(i + 1));
    }
    return all;
  }

  private @Nullable Object say(String... words) {
    return line.say(List.of(words));
  }
}
