package io.sluice.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.script.Call;
import io.sluice.script.Reply;
import io.sluice.script.ScriptCalls;
import io.sluice.testing.TestRedis;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/**
 * The clock of Redis is set back by an hour: what was set by a length is over after this length,
 * and what was set for an instant waits for it. The scripts of production read a clock of the test
 * where they would read the time.
 */
abstract class SetBackClock {
  static final String READS_TIME = "call('TIME')";
  static final Call PRODUCER = new Call("producer", "e0", 0);
  static final Call ONCE = new Call("producer", "o0", 0);
  static final Call CLAIMS = new Call("s", "c", 0);
  static final Call SETTLES = new Call("s", "s0", 0);
  static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
  static final Duration STEP = Duration.ofHours(1);
  static final Duration TEN = Duration.ofSeconds(10);

  /** What is pulled in is up to 0.8 % further away than its length. */
  static final Duration A_LITTLE_MORE = Duration.ofMillis(10_080);

  static final int LIFE_MS = 15_000;
  static final int CHUNK = 3;
  static final long DAY_MS = Duration.ofDays(1).toMillis();

  static TestRedis redis;
  static ScriptCalls calls;

  Instant now = START;
  long seq;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    Map<String, UnaryOperator<String>> byHand = new HashMap<>();
    ScriptCalls.verbs().forEach(verb -> byHand.put(verb, SetBackClock::byHand));
    calls = new ScriptCalls(redis.uri(), byHand);
  }

  @AfterAll
  static void stop() {
    calls.close();
    redis.close();
  }

  @BeforeEach
  void empty() {
    calls.commands().flushall();
    setClock();
    calls
        .commands()
        .hset(calls.name("counters", PRODUCER), bytes("accepted"), bytes("0")); // it is there
    sweep();
  }

  void enqueue(String id, Object due) {
    calls.run("enqueue", PRODUCER, ++seq, 0, 0, id, "e", due);
  }

  String enqueueOnce(String id, Long expiresIn, String key, long window) {
    return enqueueOnce(id, expiresIn, key, window, "reject");
  }

  String enqueueOnce(String id, Long expiresIn, String key, long window, String onConflict) {
    return new Reply(
            calls.run(
                "enqueue_once",
                ONCE,
                ++seq,
                0,
                9,
                id,
                "e",
                "0",
                START.toEpochMilli(),
                expiresIn == null ? "" : expiresIn,
                key,
                window,
                onConflict,
                "",
                0,
                ""))
        .parts().stream()
            .map(part -> part instanceof byte[] bytes ? text(bytes) : String.valueOf(part))
            .toList()
            .toString();
  }

  /** A worker claims these, and no more is heard of it. */
  void run(String... ids) {
    for (String id : ids) {
      enqueue(id, "0");
    }
    calls.run("open", CLAIMS, "s", LIFE_MS);
    claim();
  }

  String claim() {
    return "[" + new Reply(calls.run("claim", CLAIMS, "s", ++seq, 10, 1 << 20, 0)).text(0);
  }

  /** It succeeds, and is kept for so long. */
  void keep(String id, Duration time) {
    String token = text(calls.commands().hget(calls.name("running", CLAIMS), bytes(id)));
    String size = "1 " + time.toMillis();
    Reply reply = new Reply(calls.run("settle", SETTLES, ++seq, 9, 1, token, size, id, "result"));
    assertThat(reply.size()).isEqualTo(1);
  }

  void settle(String id, String outcome, long delayMs, String detail) {
    String token = text(calls.commands().hget(calls.name("running", CLAIMS), bytes(id)));
    Reply reply =
        new Reply(calls.run("settle", SETTLES, ++seq, 9, 0, id, token, outcome, delayMs, detail));
    assertThat(reply.size()).isEqualTo(1);
  }

  long promoted() {
    return new Reply(calls.run("promote", PRODUCER, 100)).number(0);
  }

  long reap() {
    return new Reply(calls.run("reap", PRODUCER, 100, 3, 1000, 9, 0, "T\n")).number(2);
  }

  long step() {
    return new Reply(calls.run("bulk", PRODUCER, "step", 10)).number(0);
  }

  /** Finished and dead are kept for ten seconds. */
  long sweep() {
    return new Reply(calls.run("sweep", PRODUCER, 9, TEN.toMillis(), 9, TEN.toMillis(), 100))
        .number(0);
  }

  /** As long as there is more; how much was pulled in. */
  long pull() {
    long pulled = 0;
    Reply reply;
    do {
      reply = new Reply(calls.run("pull", PRODUCER, CHUNK));
      pulled += reply.number(1);
    } while (reply.number(0) == 1);
    return pulled;
  }

  void setBack() {
    now = now.minus(STEP);
    setClock();
  }

  void pass(Duration time) {
    now = now.plus(time);
    setClock();
  }

  void setClock() {
    long millis = now.toEpochMilli();
    calls
        .commands()
        .hset(
            bytes("clock"),
            Map.of(bytes("s"), bytes(millis / 1000), bytes("us"), bytes(millis % 1000 * 1000)));
  }

  static String byHand(String source) {
    return source.replace(READS_TIME, "call('HMGET', 'clock', 's', 'us')");
  }

  static byte[] bytes(Object value) {
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }

  static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
