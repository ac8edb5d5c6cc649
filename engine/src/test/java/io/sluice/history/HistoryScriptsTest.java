package io.sluice.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.script.Call;
import io.sluice.script.ScriptCalls;
import io.sluice.testing.TestRedis;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the scripts of the past keep, on a Redis. */
class HistoryScriptsTest {
  private static final Call LANE = new Call("c", "l", 0);
  private static final int MINUTES = 3;

  private static TestRedis redis;
  private static ScriptCalls calls;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    calls = new ScriptCalls(redis.uri());
  }

  @AfterAll
  static void stop() {
    calls.close();
    redis.close();
  }

  @BeforeEach
  void clear() {
    calls.commands().flushall();
  }

  @Test
  void recordsWhatIsNewSinceTheLastRecordWhoeverMadeIt() {
    count(Map.of("accepted", 5, "succeeded", 2));
    assertThat(news()).containsExactly(5L, 2L, 0L, 0L);
    assertThat(news()).containsExactly(0L, 0L, 0L, 0L);

    count(Map.of("accepted", 6, "succeeded", 2, "retried", 1, "dead", 1));

    assertThat(news()).containsExactly(1L, 0L, 1L, 1L);
    assertThat(minutes()).extracting(HistoryScriptsTest::counts).containsExactly("6 2 1 1");
  }

  @Test
  void addsUpTheLatenciesOfSeveralEngines() {
    count(Map.of("accepted", 1));
    calls.run("record", LANE, "B12", "A01b3200");
    calls.run("record", LANE, "A31B110", "b31");

    assertThat(minutes()).singleElement().asString().endsWith(";A31B112;A01b3201");
  }

  @Test
  void aQueueThatDoesNothingIsNotWritten() {
    calls.run("record", LANE, "", "");
    assertThat(calls.commands().dbsize()).isZero();

    count(Map.of("accepted", 1));
    calls.run("record", LANE, "", "");
    List<String> before = minutes();
    calls.run("record", LANE, "", "");

    assertThat(minutes()).isEqualTo(before);
    assertThat(toRecord()).isZero();
    count(Map.of("accepted", 2));
    assertThat(toRecord()).isOne();
  }

  @Test
  void whatIsKeptEndsADayAfterTheLastRecord() {
    count(Map.of("accepted", 1));
    calls.run("record", LANE, "", "");

    assertThat(calls.commands().ttl(calls.name("history", LANE))).isBetween(89_000L, 90_000L);
    assertThat(calls.commands().hlen(calls.name("history", LANE))).isEqualTo(3);
  }

  @Test
  void aPlaceOfAStepThatIsOverIsWrittenOverAndNotShown() {
    count(Map.of("accepted", 1));
    byte[] history = calls.name("history", LANE);
    IntStream.range(0, 1440)
        .forEach(
            i -> calls.commands().hset(history, bytes("60 " + i), bytes("17 9 9 9 9 9 9 0;A09;")));
    assertThat(minutes()).isEmpty();

    calls.run("record", LANE, "", "");

    assertThat(minutes()).extracting(HistoryScriptsTest::counts).containsExactly("1 0 0 0");
  }

  @Test
  void whatCameWhileNobodyLookedSaysOverWhatTimeItCame() {
    count(Map.of("accepted", 1));
    calls.run("record", LANE, "", "");
    long hourAgo = System.currentTimeMillis() - 3_600_000;
    byte[] rates = calls.name("rates", LANE);
    for (String field : List.of("recorded_at", "at", "before_at")) {
      calls.commands().hset(rates, bytes(field), bytes("" + hourAgo));
    }
    calls.commands().del(calls.name("history", LANE));
    count(Map.of("accepted", 100));

    calls.run("record", LANE, "", "");

    String over = minutes().get(0).split("[ ;]")[7];
    assertThat(Long.parseLong(over)).isBetween(3_500_000L, 3_700_000L);
  }

  @Test
  void whatAnOlderVersionCountedIsNotNew() {
    count(Map.of("accepted", 1000, "succeeded", 900));
    byte[] rates = calls.name("rates", LANE);
    calls.commands().hset(rates, bytes("at"), bytes("20000"));
    calls.commands().hset(rates, bytes("before_at"), bytes("10000"));
    calls.commands().hset(rates, bytes("before_accepted"), bytes("998"));
    calls.commands().hset(rates, bytes("before_succeeded"), bytes("900"));

    assertThat(news()).containsExactly(2L, 0L, 0L, 0L);
  }

  @Test
  void aNamespaceKeepsGaugesOfWhoKnowsThemAll() {
    calls.run("chronicle", LANE, 1, 2, 3, 4, "-", "-", "", "A01");
    calls.run("chronicle", LANE, 1, 0, 0, 0, 7, 8, "B11", "");
    calls.run("chronicle", LANE, 1, 0, 0, 0, "-", "-", "", "");

    assertThat(shown("chronicled")).singleElement().asString().contains(" 3 2 3 4 7 8 0;B11;A01");
  }

  @Test
  void whatWasCountedBeforeTheFirstSweepIsNew() {
    count(Map.of("accepted", 3));
    calls.run("sweep", LANE, 10, 0, 10, 0, 10);

    assertThat(news()).containsExactly(3L, 0L, 0L, 0L);
  }

  private static List<Long> news() {
    return calls.run("record", LANE, "", "").subList(3, 7).stream().map(n -> (Long) n).toList();
  }

  private static long toRecord() {
    List<?> swept = calls.run("sweep", LANE, 10, 0, 10, 0, 10);
    return (Long) swept.get(swept.size() - 1);
  }

  private static String counts(String place) {
    return place.split(" ", 2)[1].split(" [0-9-]+ [0-9-]+ [0-9]+;")[0];
  }

  private static List<String> minutes() {
    return shown("recorded");
  }

  private static List<String> shown(String verb) {
    return calls.run(verb, LANE, MINUTES, 1440).stream()
        .skip(2)
        .map(place -> new String((byte[]) place, UTF_8))
        .collect(Collectors.toList());
  }

  private static void count(Map<String, Integer> counters) {
    byte[] key = calls.name("counters", LANE);
    counters.forEach((name, count) -> calls.commands().hset(key, bytes(name), bytes("" + count)));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
