package io.sluice.redis.property;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScoredValue;
import io.lettuce.core.api.sync.RedisCommands;
import io.sluice.redis.ScriptCalls;
import io.sluice.store.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What Redis holds of a queue, in the words of the model; bytes are told as Latin letters. */
final class Observed {
  /** Times below are those that a test has set; all that scripts write are above. */
  static final long SET_BY_TEST = 1_000_000_000;

  /** Of what must not come due by itself while a test runs. */
  static final long FAR = 9_000_000_000_000L;

  private static final Call NO_LANE = new Call("none", "none", 0);

  private final ScriptCalls calls;
  private final RedisCommands<byte[], byte[]> redis;

  Observed(ScriptCalls calls) {
    this.calls = calls;
    this.redis = calls.commands();
  }

  QueueState state() {
    QueueState state = new QueueState();
    state.tasks.putAll(hash("tasks"));
    state.ready.addAll(list("ready"));
    state.landing.addAll(list("landing"));
    state.running.putAll(hash("running"));
    long now = now();
    scores("sessions").forEach(each -> state.sessions.put(id(each), each.getScore() <= now));
    scores("walk").forEach(each -> state.walk.add(id(each)));
    hash("attempts").forEach((id, record) -> state.attempts.put(id, Failed.parse(record)));
    readWaiting("scheduled", state.scheduled, state);
    readWaiting("retrying", state.retrying, state);
    scores("dead").forEach(each -> state.dead.add(id(each)));
    state.succeeded.addAll(list("succeeded"));
    state.cancelled.addAll(list("cancelled"));
    state.expired.addAll(list("expired"));
    hash("results").forEach((id, record) -> state.results.put(id, Ended.parse(record)));
    hash("counters").forEach((name, count) -> state.counters.put(name, Long.valueOf(count)));
    state.cancels.putAll(hash("cancels"));
    state.ghosts.addAll(hash("ghosts").keySet());
    state.landed.addAll(hash("landed").keySet());
    state.paused = "1".equals(hash("settings").get("paused"));
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

  private void readWaiting(String key, Map<String, Boolean> waiting, QueueState state) {
    for (ScoredValue<byte[]> each : scores(key)) {
      boolean due = each.getScore() < SET_BY_TEST;
      waiting.put(id(each), due);
      if (due) {
        state.due.add(id(each));
      }
    }
  }

  private Map<String, String> hash(String key) {
    Map<String, String> texts = new java.util.HashMap<>();
    redis.hgetall(key(key)).forEach((id, value) -> texts.put(text(id), text(value)));
    return texts;
  }

  private List<String> list(String key) {
    return redis.lrange(key(key), 0, -1).stream().map(Observed::text).toList();
  }
}
