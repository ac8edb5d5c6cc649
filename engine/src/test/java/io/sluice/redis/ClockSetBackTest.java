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
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The clock of Redis is set back by an hour: what was set by a length is over after this length,
 * and what was set for an instant waits for it. The scripts of production read a clock of the test
 * where they would read the time.
 */
class ClockSetBackTest {
  private static final String READS_TIME = "call('TIME')";
  private static final Call PRODUCER = new Call("producer", "e0", 0);
  private static final Call ONCE = new Call("producer", "o0", 0);
  private static final Call CLAIMS = new Call("s", "c", 0);
  private static final Call SETTLES = new Call("s", "s0", 0);
  private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration STEP = Duration.ofHours(1);
  private static final Duration TEN = Duration.ofSeconds(10);

  /** What is pulled in is up to 0.8 % further away than its length. */
  private static final Duration A_LITTLE_MORE = Duration.ofMillis(10_080);

  private static final int LIFE_MS = 15_000;
  private static final int CHUNK = 3;
  private static final long DAY_MS = Duration.ofDays(1).toMillis();

  private static TestRedis redis;
  private static ScriptCalls calls;

  private Instant now = START;
  private long seq;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    Map<String, UnaryOperator<String>> byHand = new HashMap<>();
    ScriptCalls.verbs().forEach(verb -> byHand.put(verb, ClockSetBackTest::byHand));
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

  @Test
  void aDelayIsOverAfterItsLength() {
    for (int i = 0; i < 20; i++) {
      enqueue("t" + i, TEN.toMillis());
    }
    enqueue("long", DAY_MS);

    setBack();
    enqueue("after", TEN.toMillis());

    assertThat(pull()).isEqualTo(21);
    pass(TEN.minusMillis(1));
    assertThat(promoted()).isZero();
    pass(A_LITTLE_MORE.minus(TEN));
    assertThat(promoted()).isEqualTo(21);
    pass(Duration.ofMillis(DAY_MS * 1008 / 1000));
    assertThat(promoted()).isEqualTo(1);
  }

  @Test
  void anInstantThatSomebodyNamedIsWaitedFor() {
    enqueue("t", "@" + START.plus(TEN).toEpochMilli());

    setBack();

    assertThat(pull()).isZero();
    pass(TEN);
    assertThat(promoted()).isZero();
    pass(STEP);
    assertThat(promoted()).isEqualTo(1);
  }

  @Test
  void theNextAttemptAndASnoozeComeAfterTheirWait() {
    run("a", "b");
    settle("a", "R", TEN.toMillis(), "T\nfailed");
    settle("b", "Z", TEN.toMillis(), "");

    setBack();

    assertThat(pull()).isEqualTo(3); // and the session
    pass(A_LITTLE_MORE);
    assertThat(promoted()).isEqualTo(2);
  }

  @Test
  void aTaskExpiresWhenItWasToBegin() {
    enqueueOnce("t", TEN.toMillis(), "", 0);
    enqueueOnce("later", STEP.multipliedBy(3).toMillis(), "", 0);

    setBack();

    assertThat(pull()).isEqualTo(2);
    pass(A_LITTLE_MORE);
    assertThat(calls.run("expire", PRODUCER, 10)).isEqualTo(List.of(1L, 1L));
    assertThat(calls.run("expire", PRODUCER, 10)).isEqualTo(List.of(0L, 0L));
  }

  @Test
  void aKeyIsHeldForItsWindow() {
    enqueueOnce("t", null, "ukey", TEN.toMillis());

    setBack();

    assertThat(enqueueOnce("second", null, "ukey", TEN.toMillis())).contains("reject t");
    assertThat(pull()).isEqualTo(1);
    pass(TEN.minusMillis(1));
    assertThat(enqueueOnce("third", null, "ukey", TEN.toMillis())).contains("reject t");
    pass(Duration.ofMillis(1));
    assertThat(enqueueOnce("fourth", null, "ukey", TEN.toMillis())).contains("ok, 1");
  }

  @Test
  void aPauseIsOverAfterItsLength() {
    calls.run("configure", PRODUCER, "paused", 1, "paused_until", "+" + TEN.toMillis());
    enqueue("t", "0");

    setBack();

    assertThat(pull()).isEqualTo(1);
    calls.run("open", CLAIMS, "s", LIFE_MS);
    assertThat(claim()).startsWith("[paused");
    pass(A_LITTLE_MORE);
    assertThat(claim()).startsWith("[ok");
  }

  @Test
  void whatADeadWorkerHeldComesBackAfterItsSession() {
    run("t");

    setBack();

    assertThat(pull()).isEqualTo(1);
    assertThat(reap()).isZero();
    pass(Duration.ofMillis(LIFE_MS * 1008 / 1000));
    assertThat(reap()).isEqualTo(1);
  }

  @Test
  void aWorkerThatLivesKeepsItsSession() {
    run("t");
    setBack();
    calls.run("extend", CLAIMS, "s", LIFE_MS, 0, 10);

    assertThat(pull()).isZero();
    pass(Duration.ofMillis(LIFE_MS - 1));
    assertThat(reap()).isZero();
  }

  @Test
  void whatHasFinishedOrIsDeadGoesAfterItsRetention() {
    run("kept", "own", "dead");
    settle("own", "S", TEN.toMillis(), "result");
    settle("dead", "B", 0, "T\nfailed");
    settle("kept", "C", 0, "");

    setBack();

    assertThat(pull()).isEqualTo(4); // and the session
    assertThat(sweep()).isZero();
    pass(A_LITTLE_MORE);
    assertThat(sweep()).isEqualTo(3);
  }

  @Test
  void whatIsLeftForWhoWaitsGoesAsSoonAsEver() {
    enqueue("t", "0");
    calls.run("await", PRODUCER, TEN.toMillis(), 1_000, "t");

    setBack();

    assertThat(pull()).isEqualTo(1);
    pass(TEN);
    sweep();
    assertThat(calls.commands().exists(calls.name("awaited", PRODUCER))).isZero();
  }

  @Test
  void whatWasLeftInLandingGoesBackAfterItsGrace() {
    enqueue("t", "0");
    calls
        .commands()
        .lmove(
            calls.name("ready", PRODUCER),
            calls.name("landing", PRODUCER),
            io.lettuce.core.LMoveArgs.Builder.leftRight());
    reap();

    setBack();
    reap();
    pass(Duration.ofSeconds(1));

    assertThat(new Reply(calls.run("reap", PRODUCER, 100, 3, 1000, 9, 0, "T\n")).number(5))
        .isEqualTo(1);
  }

  @Test
  void anActOnManyKeepsItsRate() {
    run("a", "b");
    settle("a", "B", 0, "T\nfailed");
    settle("b", "B", 0, "T\nfailed");
    pass(Duration.ofSeconds(1));
    calls.run("bulk", PRODUCER, "begin", "b", "purge", "dead", 1, "", "");

    setBack();

    assertThat(step()).isZero();
    pass(Duration.ofSeconds(1));
    assertThat(step()).isEqualTo(1);
    pass(Duration.ofSeconds(1));
    assertThat(step()).isEqualTo(1);
  }

  @Test
  void aRedriveEndsThoughWhatItRevivesDiesAgain() {
    run("a", "b", "c");
    for (String id : List.of("a", "b", "c")) {
      settle(id, "B", 0, "T\nfailed");
    }
    calls.run("bulk", PRODUCER, "begin", "b", "redrive", "dead", 0, "", "");

    setBack();
    pull();
    for (int revived = 0; revived < 3; revived++) {
      assertThat(new Reply(calls.run("bulk", PRODUCER, "step", 1)).number(0)).isEqualTo(1);
      claim();
      for (byte[] id : calls.commands().hkeys(calls.name("running", CLAIMS))) {
        settle(text(id), "B", 0, "T\nfailed");
      }
    }

    assertThat(new Reply(calls.run("bulk", PRODUCER, "step", 1)).number(0)).isZero();
    assertThat(new Reply(calls.run("bulk", PRODUCER, "step", 1)).number(1)).isEqualTo(-1);
  }

  @Test
  void ratesAreToldAgainFromThenOn() {
    setBack();
    pull();
    sweep();
    enqueue("t", "0");
    pass(TEN);

    List<?> stats = calls.run("stats", PRODUCER);

    assertThat(stats.get(stats.size() - 10)).isEqualTo(TEN.toMillis());
    assertThat(stats.get(stats.size() - 9)).isEqualTo(1L);
  }

  @Test
  void aQuietTimeIsOverAfterItsLengthAndNoLaterThanTheMost() {
    enqueueOnce("first", null, "ukey", 0, "debounce 10000 15000");

    setBack();

    assertThat(pull()).isEqualTo(1);
    pass(Duration.ofSeconds(9));
    enqueueOnce("second", null, "ukey", 0, "debounce 10000 15000");
    pass(Duration.ofSeconds(9));
    enqueueOnce("third", null, "ukey", 0, "debounce 10000 15000");
    assertThat(promoted()).isZero();
    pass(Duration.ofMillis(6060));
    assertThat(promoted()).isEqualTo(1);
  }

  @Test
  void aQuietTimeBehindARunIsOverAfterItsLength() {
    enqueueOnce("runs", null, "ukey", 0, "keep_last");
    calls.run("open", CLAIMS, "s", LIFE_MS);
    claim();
    enqueueOnce("waits", null, "ukey", 0, "debounce 10000 0");

    setBack();

    settle("runs", "C", 0, "");
    assertThat(promoted()).isZero();
    pass(A_LITTLE_MORE);
    assertThat(promoted()).isEqualTo(1);
  }

  @Test
  void aClockThatIsNotSetBackIsNoReasonToLook() {
    enqueue("t", TEN.toMillis());
    pass(Duration.ofSeconds(5));

    assertThat(pull()).isZero();
    assertThat(new Reply(calls.run("pull", PRODUCER, CHUNK)).number(2)).isZero();
  }

  private void enqueue(String id, Object due) {
    calls.run("enqueue", PRODUCER, ++seq, 0, 0, id, "e", due);
  }

  private String enqueueOnce(String id, Long expiresIn, String key, long window) {
    return enqueueOnce(id, expiresIn, key, window, "reject");
  }

  private String enqueueOnce(
      String id, Long expiresIn, String key, long window, String onConflict) {
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
  private void run(String... ids) {
    for (String id : ids) {
      enqueue(id, "0");
    }
    calls.run("open", CLAIMS, "s", LIFE_MS);
    claim();
  }

  private String claim() {
    return "[" + new Reply(calls.run("claim", CLAIMS, "s", ++seq, 10, 1 << 20, 0)).text(0);
  }

  private void settle(String id, String outcome, long delayMs, String detail) {
    String token = text(calls.commands().hget(calls.name("running", CLAIMS), bytes(id)));
    Reply reply =
        new Reply(calls.run("settle", SETTLES, ++seq, 9, 0, id, token, outcome, delayMs, detail));
    assertThat(reply.size()).isEqualTo(1);
  }

  private long promoted() {
    return new Reply(calls.run("promote", PRODUCER, 100)).number(0);
  }

  private long reap() {
    return new Reply(calls.run("reap", PRODUCER, 100, 3, 1000, 9, 0, "T\n")).number(2);
  }

  private long step() {
    return new Reply(calls.run("bulk", PRODUCER, "step", 10)).number(0);
  }

  /** Finished and dead are kept for ten seconds. */
  private long sweep() {
    return new Reply(calls.run("sweep", PRODUCER, 9, TEN.toMillis(), 9, TEN.toMillis(), 100))
        .number(0);
  }

  /** As long as there is more; how much was pulled in. */
  private long pull() {
    long pulled = 0;
    Reply reply;
    do {
      reply = new Reply(calls.run("pull", PRODUCER, CHUNK));
      pulled += reply.number(1);
    } while (reply.number(0) == 1);
    return pulled;
  }

  private void setBack() {
    now = now.minus(STEP);
    setClock();
  }

  private void pass(Duration time) {
    now = now.plus(time);
    setClock();
  }

  private void setClock() {
    long millis = now.toEpochMilli();
    calls
        .commands()
        .hset(
            bytes("clock"),
            Map.of(bytes("s"), bytes(millis / 1000), bytes("us"), bytes(millis % 1000 * 1000)));
  }

  private static String byHand(String source) {
    return source.replace(READS_TIME, "call('HMGET', 'clock', 's', 'us')");
  }

  private static byte[] bytes(Object value) {
    return value.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
