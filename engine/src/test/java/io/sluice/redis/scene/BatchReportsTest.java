package io.sluice.redis.scene;

import static io.sluice.redis.scene.Scenes.PRODUCER;
import static io.sluice.redis.scene.Scenes.bytes;
import static io.sluice.redis.scene.Scenes.name;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.script.ScriptCalls;
import io.sluice.testing.TestRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the home of a batch makes of the reports of a part in another queue, one step at a time. */
class BatchReportsTest {
  private static TestRedis redis;
  private ScriptCalls calls;
  private int letters;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void open() {
    begin(new ScriptCalls(redis.uri()));
  }

  private void begin(ScriptCalls with) {
    calls = with;
    letters = 0;
    calls.commands().flushall();
    calls.run(
        "batch",
        PRODUCER,
        "open",
        "q",
        "b1",
        100_000,
        "continue",
        "-",
        -1,
        "-",
        "complete",
        "q c1 0 \1\0\4mail\0");
    calls.run("batch", PRODUCER, "join", "q", "b1", "o");
  }

  @AfterEach
  void close() {
    calls.close();
  }

  /** The part says how it stands, and how far it has read the letters of this queue. */
  private void report(String counts, int number, String stamp) {
    letter("report b1@q " + counts + " " + number + " " + stamp);
  }

  private void hand(String queue, String id) {
    letter("hand b1@q " + queue + " 1 " + id + " 0 \1\0\4mail\0");
  }

  private void letter(String text) {
    String before = letters == 0 ? "-" : "A.1.-." + letters;
    letters++;
    String written = "A.1.-." + letters + " " + text;
    List<Object> args = List.of("o", 0, 5, 0, 0, "-", 1, letters, before, written);
    calls.run("receive", PRODUCER, args.toArray());
  }

  private void seal() {
    calls.run("seal", PRODUCER, "seal", "q", "b1");
  }

  private void judge() {
    calls.run("judge", PRODUCER, "q", 3_600_000, 64);
  }

  private boolean hasEnded() {
    return !record()[4].equals("0");
  }

  private String[] record() {
    return text("batches", "b1").split(" ", -1);
  }

  private String text(String key, String field) {
    byte[] value = calls.commands().hget(name(calls, key), bytes(field));
    return value == null ? "" : new String(value, UTF_8);
  }

  /** Of the last letter to the part. */
  private String owed(int number) {
    return text("outbox", "o " + number).split(" ", -1)[0];
  }

  private long callbacks() {
    return calls.commands().llen(name(calls, "ready"));
  }

  @Test
  void aReportThatWasMadeBeforeTheSealCameIsNotFinal() {
    report("0 1 0 0 0 r", 0, "-");
    seal();
    judge();
    assertThat(hasEnded()).isFalse();
    report("1 1 0 0 0 r", 0, "-");
    report("0 2 0 0 0 r", 0, "-");
    judge();
    assertThat(hasEnded()).isFalse();
    assertThat(callbacks()).isZero();

    report("0 2 0 0 0 rs", 1, owed(1));
    judge();

    assertThat(hasEnded()).isTrue();
    assertThat(callbacks()).isEqualTo(1);
  }

  @Test
  void theCallbackIsGivenOnceHoweverOftenAReportComes() {
    seal();
    for (int i = 0; i < 3; i++) {
      report("0 2 0 0 0 rs", 1, owed(1));
      judge();
    }

    assertThat(callbacks()).isEqualTo(1);
    assertThat(text("counters", "accepted")).isEqualTo("1");
  }

  @Test
  void aLetterOfAnotherPastOfThisQueueIsNoAnswer() {
    seal();
    report("0 2 0 0 0 rs", 1, "another.1.-.9");
    judge();

    assertThat(hasEnded()).isFalse();
  }

  @Test
  void theReportOfAParentDoesNotEndTheBatchBeforeItsChildInAnotherQueue() {
    seal();
    hand("o", "k1");
    report("0 1 0 0 0 rs", 1, owed(1));
    judge();

    assertThat(hasEnded()).isFalse();
    assertThat(text("outbox", "o 2")).contains(" member b1 k1 0 ");
    report("1 1 0 0 0 rs", 2, owed(2));
    judge();
    assertThat(hasEnded()).isFalse();
    report("0 2 0 0 0 rs", 2, owed(2));
    judge();
    assertThat(hasEnded()).isTrue();
  }

  @Test
  void theReportOfAParentDoesNotEndTheBatchBeforeItsChildAtHome() {
    seal();
    hand("q", "k1");
    report("0 1 0 0 0 rs", 1, owed(1));
    judge();

    assertThat(hasEnded()).isFalse();
    assertThat(callbacks()).isEqualTo(1);
  }

  @Test
  void aChildThatIsNotOwedLetsTheReportOfItsParentEndTheBatch() {
    beginWith(
        "return owe(id, queue, 'member', id .. ' ' .. textOf(task))",
        "return post(queue, 'member', id .. ' ' .. textOf(task))");
    seal();
    hand("o", "k1");
    report("0 1 0 0 0 rs", 1, owed(1));
    judge();

    assertThat(hasEnded()).isTrue();
  }

  /** With another rule in the script that receives. */
  private void beginWith(String rule, String other) {
    beginWith("receive", rule, other);
  }

  private void beginWith(String script, String rule, String other) {
    calls.close();
    begin(
        new ScriptCalls(
            redis.uri(),
            Map.of(
                script,
                text -> {
                  assertThat(text).contains(rule);
                  return text.replace(rule, other);
                })));
  }

  @Test
  void withoutTheRuleAnEarlyReportEndsTheBatch() {
    beginWith("if account.owed == 0 then return true end", "if true then return true end");
    seal();
    report("0 2 0 0 0 r", 0, "-");
    judge();

    assertThat(hasEnded()).isTrue();
  }

  @Test
  void withoutTheRuleALetterOfAnotherPastOfThisQueueEndsTheBatch() {
    beginWith("number == account.owed and stamp == account.stamp", "number == account.owed");
    seal();
    report("0 2 0 0 0 rs", 1, "another.1.-.9");
    judge();

    assertThat(hasEnded()).isTrue();
  }

  @Test
  void withoutTheRuleAPartThatSaysNothingIsNotAskedAgain() {
    beginWith("judge", "  ask(id, batch)\n", "");
    seal();
    judge();
    saysNothingForLong();
    judge();
    assertThat(text("lines", "*")).isEqualTo("1");
  }

  @Test
  void withoutTheRuleAHomeThatLostAStopLearnsNothingOfIt() {
    beginWith("if marks:find('x') and batch.stopped == 0", "if false and batch.stopped == 0");
    report("1 0 0 1 0 rsx", 0, "-");

    assertThat(record()[3]).isEqualTo("0");
  }

  @Test
  void theFirstQueueThatIsCountedInAfterTheSealIsToldOfItAndAskedInTime() {
    calls.commands().hdel(name(calls, "batches"), bytes("b1 parts"), bytes("b1 @o"));
    seal();
    hand("o", "k1");

    assertThat(text("outbox", "o 1")).contains(" seal b1");
    assertThat(text("outbox", "o 2")).contains(" member b1 k1 0 ");
    assertThat(calls.commands().zscore(name(calls, "judging"), bytes("@b1")))
        .isLessThan(Double.parseDouble(record()[1]));
  }

  private void saysNothingForLong() {
    calls.commands().zadd(name(calls, "judging"), 1, bytes("@b1"));
    String account = text("batches", "b1 @o");
    List<String> words = new ArrayList<>(List.of(account.split(" ", -1)));
    words.set(6, "1");
    calls.commands().hset(name(calls, "batches"), bytes("b1 @o"), bytes(String.join(" ", words)));
  }

  @Test
  void aPartThatSaysNothingIsAskedAgain() {
    seal();
    judge();
    assertThat(text("lines", "*")).isEqualTo("1");
    saysNothingForLong();
    judge();
    assertThat(text("lines", "*")).isEqualTo("2");
    assertThat(text("outbox", "o 2")).contains(" seal b1");
    report("0 0 0 0 0 rs", 2, owed(2));
    judge();
    assertThat(hasEnded()).isTrue();
  }

  @Test
  void aHomeThatLostAStopLearnsOfItFromAPart() {
    report("1 0 0 1 0 rsx", 0, "-");

    assertThat(record()[3]).isNotEqualTo("0");
    assertThat(text("outbox", "o 1")).contains(" stop b1");
  }

  @Test
  void aReportOfNoBatchIsCounted() {
    calls.commands().hdel(name(calls, "batches"), bytes("b1"));
    report("1 0 0 0 0 r", 0, "-");

    assertThat(text("counters", "reports_unknown")).isEqualTo("1");
  }
}
