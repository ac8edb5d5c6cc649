package io.sluice.memory;

import static io.sluice.memory.ScriptCall.words;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.script.ScriptText;
import io.sluice.spec.Programs;
import io.sluice.spec.Variant;
import io.sluice.testing.RedisLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A real server. Its scripts read the time from a key. Its hashes and sorted sets stay packed, so
 * that what it scans comes in one order.
 */
final class RealTwin implements Twin, AutoCloseable {
  private static final String BLOCKED = "blocked_clients:1";
  private static final String HUGE = "1000000";

  private final RedisLine line;
  private final RedisLine listening;
  private final RedisLine blocking;
  private final Map<String, String> digests = new HashMap<>();
  private final Map<String, ScriptText> texts = new HashMap<>();
  private final List<List<String>> told = new ArrayList<>();
  private final String blockingId;
  private boolean blocked;

  RealTwin(int port) {
    line = new RedisLine(port);
    listening = new RedisLine(port);
    blocking = new RedisLine(port);
    blockingId = String.valueOf(blocking.say(words("CLIENT", "ID")));
    command(words("CONFIG", "SET", "appendonly", "no"));
    for (String type : List.of("hash", "zset")) {
      command(words("CONFIG", "SET", type + "-max-listpack-entries", HUGE));
      command(words("CONFIG", "SET", type + "-max-listpack-value", HUGE));
    }
    Programs programs = new Programs(Variant.PRODUCTION);
    for (ScriptText text : ScriptText.all()) {
      String source = Pinned.source(programs.of(text.name()).text());
      String bytes = new String(source.getBytes(UTF_8), ISO_8859_1);
      digests.put(text.name(), String.valueOf(line.say(words("SCRIPT", "LOAD", bytes))));
      texts.put(text.name(), text);
    }
  }

  @Override
  public void clear() {
    if (blocked) {
      unblock();
    }
    listening.send(words("UNSUBSCRIBE"));
    List<List<String>> unheard = told();
    unheard.clear();
    command(words("FLUSHALL"));
  }

  @Override
  public void clock(long now) {
    command(words("HSET", Programs.CLOCK, "s", now / 1000, "us", now % 1000 * 1000));
  }

  @Override
  public @Nullable Object run(ScriptCall call) {
    List<String> keys = texts.get(call.verb()).keys(call.lane());
    List<String> all = new ArrayList<>(words("EVALSHA", digests.get(call.verb()), keys.size()));
    all.addAll(keys);
    all.addAll(call.args());
    return command(all);
  }

  @Override
  public @Nullable Object command(List<String> words) {
    return answer(line.say(words));
  }

  private static @Nullable Object answer(@Nullable Object reply) {
    return reply instanceof RedisLine.Refusal refusal ? Refused.of(refusal.message()) : reply;
  }

  @Override
  public void listen(String channel) {
    listening.send(words("SUBSCRIBE", channel));
    hearUntil("subscribe");
  }

  @Override
  public void leave(String channel) {
    listening.send(words("UNSUBSCRIBE", channel));
    hearUntil("unsubscribe");
  }

  @Override
  public List<List<String>> told() {
    listening.send(words("PING"));
    hearUntil("pong");
    List<List<String>> all = List.copyOf(told);
    told.clear();
    return new ArrayList<>(all);
  }

  private void hearUntil(String kind) {
    while (true) {
      Object heard = listening.hear();
      if (!(heard instanceof List<?> parts)) {
        return; // PONG of a connection that is subscribed to nothing
      }
      if (parts.get(0).equals(kind)) {
        return;
      }
      if (parts.get(0).equals("message")) {
        told.add(words(parts.get(1), parts.get(2)));
      }
    }
  }

  @Override
  public void block(boolean waits) {
    blocking.send(
        words("BLMOVE", ScriptText.key("ready"), ScriptText.key("landing"), "LEFT", "RIGHT", 0));
    blocked = true;
    while (waits && !String.valueOf(line.say(words("INFO", "clients"))).contains(BLOCKED)) {
      Thread.onSpinWait();
    }
  }

  @Override
  public @Nullable Object arrived() {
    blocked = false;
    return answer(blocking.hear());
  }

  @Override
  public void unblock() {
    Object ended = line.say(words("CLIENT", "UNBLOCK", blockingId, "TIMEOUT"));
    if (!Long.valueOf(1).equals(ended) || arrived() != null) {
      throw new AssertionError("the wait at the real server brought a task");
    }
  }

  @Override
  public Map<String, Kept> keys() {
    List<String> names =
        list(line.say(words("KEYS", "*"))).stream()
            .map(Object::toString)
            .filter(name -> !name.equals(Programs.CLOCK))
            .toList();
    names.forEach(name -> line.send(words("TYPE", name)));
    names.forEach(name -> line.send(words("PTTL", name)));
    List<String> types = names.stream().map(name -> String.valueOf(line.hear())).toList();
    List<Long> ttls = names.stream().map(name -> (Long) line.hear()).toList();
    for (int i = 0; i < names.size(); i++) {
      line.send(reading(types.get(i), names.get(i)));
    }
    Map<String, Kept> all = new TreeMap<>();
    for (int i = 0; i < names.size(); i++) {
      Object value = line.hear();
      String type = types.get(i);
      boolean pairs = type.equals("hash") || type.equals("zset");
      all.put(
          names.get(i),
          new Kept(
              type,
              pairs ? pairs(list(value)) : value instanceof List<?> many ? many : List.of(value),
              ttls.get(i)));
    }
    return all;
  }

  private static List<String> reading(String type, String name) {
    return switch (type) {
      case "hash" -> words("HGETALL", name);
      case "list" -> words("LRANGE", name, 0, -1);
      case "zset" -> words("ZRANGE", name, 0, -1, "WITHSCORES");
      default -> words("GET", name);
    };
  }

  private static List<?> list(@Nullable Object reply) {
    return reply instanceof List<?> list ? list : List.of();
  }

  private static List<List<?>> pairs(List<?> flat) {
    List<List<?>> pairs = new ArrayList<>();
    for (int i = 0; i < flat.size(); i += 2) {
      pairs.add(List.of(flat.get(i), flat.get(i + 1)));
    }
    return pairs;
  }

  @Override
  public void close() {
    line.close();
    listening.close();
    blocking.close();
  }
}
