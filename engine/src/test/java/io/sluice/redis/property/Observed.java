package io.sluice.redis.property;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import io.sluice.redis.ScriptCalls;
import io.sluice.store.Call;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What Redis holds of a queue, in the words of the model; bytes are told as Latin letters. */
final class Observed {
  /** Times below are those that a test has set; all that scripts write are above. */
  static final long SET_BY_TEST = 1_000_000_000;

  /** Of what must not come due by itself while a test runs. */
  static final long FAR = 9_000_000_000_000L;

  private static final Call NO_LANE = new Call("none", "none", 0);

  private static final List<String> KEYS =
      List.of(
          "tasks",
          "ready",
          "landing",
          "running",
          "sessions",
          "walk",
          "attempts",
          "scheduled",
          "retrying",
          "dead",
          "succeeded",
          "cancelled",
          "expired",
          "results",
          "counters",
          "cancels",
          "ghosts",
          "landed",
          "expiries",
          "retained",
          "awaited",
          "ends",
          "once",
          "notes",
          "settings");

  private static final String READ_ALL =
      """
      local all = {}
      for i, key in ipairs(KEYS) do
        local kind = redis.call('TYPE', key).ok
        all[i] = kind == 'list' and redis.call('LRANGE', key, 0, -1)
          or kind == 'hash' and redis.call('HGETALL', key)
          or kind == 'zset' and redis.call('ZRANGE', key, 0, -1, 'WITHSCORES')
          or {}
      end
      return all
      """;

  private final ScriptCalls calls;
  private final RedisCommands<byte[], byte[]> redis;

  Observed(ScriptCalls calls) {
    this.calls = calls;
    this.redis = calls.commands();
  }

  QueueState state() {
    Map<String, List<String>> all = all();
    QueueState state = new QueueState();
    state.tasks.putAll(pairs(all.get("tasks")));
    state.ready.addAll(all.get("ready"));
    state.landing.addAll(all.get("landing"));
    state.running.putAll(pairs(all.get("running")));
    long now = now();
    pairs(all.get("sessions")).forEach((id, end) -> state.sessions.put(id, time(end) <= now));
    state.walk.addAll(pairs(all.get("walk")).keySet());
    pairs(all.get("attempts"))
        .forEach((id, record) -> state.attempts.put(id, Failed.parse(record)));
    readWaiting(pairs(all.get("scheduled")), state.scheduled, state);
    readWaiting(pairs(all.get("retrying")), state.retrying, state);
    state.dead.addAll(pairs(all.get("dead")).keySet());
    state.succeeded.addAll(all.get("succeeded"));
    state.cancelled.addAll(all.get("cancelled"));
    state.expired.addAll(all.get("expired"));
    pairs(all.get("results")).forEach((id, record) -> state.results.put(id, Ended.parse(record)));
    pairs(all.get("counters"))
        .forEach((name, count) -> state.counters.put(name, Long.valueOf(count)));
    state.cancels.putAll(pairs(all.get("cancels")));
    pairs(all.get("ghosts")).forEach((id, how) -> state.ghosts.put(id, how.equals("1")));
    pairs(all.get("expiries"))
        .forEach((id, score) -> state.expiries.put(id, time(score) < SET_BY_TEST));
    pairs(all.get("retained"))
        .forEach((id, score) -> state.retained.put(id, time(score) < SET_BY_TEST));
    pairs(all.get("awaited"))
        .forEach((id, score) -> state.awaited.put(id, time(score) < SET_BY_TEST));
    pairs(all.get("ends")).keySet().forEach(id -> state.ends.put(id, List.of()));
    pairs(all.get("once")).forEach((key, held) -> state.once.put(key, Held.parse(held)));
    pairs(all.get("notes")).forEach((id, note) -> state.notes.put(id, withoutTimes(note)));
    state.landed.addAll(pairs(all.get("landed")).keySet());
    Map<String, String> settings = pairs(all.get("settings"));
    state.paused = "1".equals(settings.get("paused"));
    String most = settings.get("max_concurrency");
    state.mostRunning = most == null ? Integer.MAX_VALUE : Integer.parseInt(most);
    return state;
  }

  /** In the order in which a walk meets them. */
  List<String> runningInOrder() {
    List<String> ids = new ArrayList<>();
    redis
        .hscan(key("running"), ScanArgs.Builder.limit(1_000))
        .getMap()
        .keySet()
        .forEach(id -> ids.add(text(id)));
    return ids;
  }

  /** By the clock of Redis. */
  long now() {
    List<byte[]> time = redis.time();
    return Long.parseLong(text(time.get(0))) * 1000 + Long.parseLong(text(time.get(1))) / 1000;
  }

  List<ScoredValue<byte[]>> scores(String key) {
    return redis.zrangeWithScores(key(key), 0, -1);
  }

  byte[] key(String name) {
    return calls.name(name, NO_LANE);
  }

  static String id(ScoredValue<byte[]> value) {
    return text(value.getValue());
  }

  static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  private static void readWaiting(
      Map<String, String> scores, Map<String, Boolean> waiting, QueueState state) {
    scores.forEach(
        (id, score) -> {
          boolean due = time(score) < SET_BY_TEST;
          waiting.put(id, due);
          if (due) {
            state.due.add(id);
          }
        });
  }

  /** All keys, read in one call: it is what a step costs. */
  private Map<String, List<String>> all() {
    byte[][] keys = KEYS.stream().map(this::key).toArray(byte[][]::new);
    List<List<byte[]>> values = redis.eval(READ_ALL, ScriptOutputType.MULTI, keys);
    Map<String, List<String>> all = new HashMap<>();
    for (int i = 0; i < keys.length; i++) {
      all.put(KEYS.get(i), values.get(i).stream().map(Observed::text).toList());
    }
    return all;
  }

  /** Fields and values, or members and scores, in the order of Redis. */
  private static Map<String, String> pairs(List<String> flat) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (int i = 0; i < flat.size(); i += 2) {
      pairs.put(flat.get(i), flat.get(i + 1));
    }
    return pairs;
  }

  private static String withoutTimes(String note) {
    return note.replaceAll("(^|\36)\\d+ ", "$1");
  }

  private static double time(String score) {
    return Double.parseDouble(score);
  }
}
