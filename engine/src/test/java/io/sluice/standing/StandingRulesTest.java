package io.sluice.standing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sluice.script.ScriptText;
import io.sluice.spec.Answer;
import io.sluice.spec.Call;
import io.sluice.spec.Programs;
import io.sluice.spec.Server;
import io.sluice.spec.Variant;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may be given a task while it stands; what is rare in a life by chance. */
class StandingRulesTest {
  private static final int LIFE_MS = 15_000;

  private TestRedis redis;
  private RedisLine line;
  private RedisLine listener;
  private Server server;
  private int offers;

  @BeforeEach
  void start() {
    redis = TestRedis.start();
    line = new RedisLine(redis.port());
    listener = new RedisLine(redis.port());
    server = new Server(line, new Programs(Variant.PRODUCTION));
    server.read("open", "s", "" + LIFE_MS);
    listener.say(List.of("SUBSCRIBE", key("gifts") + ":s"));
  }

  @AfterEach
  void stop() {
    listener.close();
    line.close();
    redis.close();
  }

  @Test
  void whoStandsIsGivenOneTaskUnderTheNumberOfItsClaim() {
    assertThat(claim(1, "8 stands").is("stands")).isTrue();

    offer();
    offer();

    assertThat(holder("t1")).startsWith("s:1:");
    assertThat(holder("t2")).isNull();
    assertThat(server.members("LRANGE", "ready", "0", "-1")).containsExactly("t2");
  }

  @Test
  void whatWasGivenIsToldOnceMoreUnderTheNumber() {
    claim(1, "8 stands");
    offer();

    Answer again = claim(1, "8 stands");

    assertThat(again.part(2).texts(0)).containsExactly("t1");
    assertThat(again.text(1)).isEqualTo(holder("t1"));
  }

  @Test
  void whatArrivedBesidesWhatWasGivenIsLeftToTheNextClaim() {
    claim(1, "8 stands");
    offer();
    offer();
    server.command("LMOVE", key("ready"), key("landing"), "LEFT", "RIGHT");

    Answer again = claim(1, "8 stands", "t2");
    assertThat(again.is("replayed")).isTrue();
    assertThat(again.part(2).texts(0)).containsExactly("t1");
    assertThat(holder("t2")).isNull();

    assertThat(claim(2, "8 stands", "t2").part(2).texts(0)).containsExactly("t2");
    assertThat(server.members("LRANGE", "landing", "0", "-1")).isEmpty();
  }

  @Test
  void whatArrivesAnswersTheClaimOfWhoStands() {
    claim(1, "8 stands");
    server.run(new Call("enqueue", "p/e0", List.of("1", "0", "1", "t0", "e")));
    server.command("LMOVE", key("ready"), key("landing"), "LEFT", "RIGHT");

    assertThat(claim(1, "8 stands", "t0").part(2).texts(0)).containsExactly("t0");
    offer();

    assertThat(holder("t0")).startsWith("s:1:");
    assertThat(holder("t1")).isNull();
  }

  @Test
  void aPausedQueueGivesNothing() {
    claim(1, "8 stands");
    server.read("configure", "paused", "1");

    offer();

    assertThat(holder("t1")).isNull();
  }

  @Test
  void aQueueWithALimitOrARateGivesNothing() {
    claim(1, "8 stands");
    server.read("configure", "rate", "100 1000 100");

    offer();

    assertThat(holder("t1")).isNull();
  }

  @Test
  void aSessionThatWasFencedIsGivenNothing() {
    claim(1, "8 stands");
    server.command("ZREM", key("sessions"), "s");

    offer();

    assertThat(holder("t1")).isNull();
    assertThat(server.members("ZRANGE", "standing", "0", "-1")).isEmpty();
  }

  @Test
  void whoHasNotAskedForLongIsGivenNothing() {
    claim(1, "8 stands");
    server.advance(10_001);
    server.read("extend", "s", "" + LIFE_MS, "0", "10");

    offer();

    assertThat(holder("t1")).isNull();
  }

  @Test
  void aClaimOfNothingEndsTheStand() {
    claim(1, "8 stands");

    claim(1, "0");
    offer();

    assertThat(holder("t1")).isNull();
    assertThat(claim(1, "8 stands").part(2).texts(0)).isEmpty(); // a late copy takes nothing
    assertThat(holder("t1")).isNull();
  }

  @Test
  void theEndOfATaskLetsItsSessionStandUnderTheNextNumber() {
    server.run(new Call("enqueue", "p/e0", List.of("1", "0", "1", "t0", "e")));
    String token = claim(1, "8 stands").text(1);

    Answer ended = stand(1, 2, token);
    offer();

    assertThat(ended.texts(0)).containsExactly("ok", "stands");
    assertThat(holder("t1")).startsWith("s:2:");
  }

  @Test
  void aRideThatComesTooLateEndsItsTaskAndNoMore() {
    server.run(new Call("enqueue", "p/e0", List.of("1", "0", "1", "t0", "e")));
    String token = claim(1, "8 stands").text(1);
    assertThat(claim(2, "8").is("ok")).isTrue();

    Answer ended = stand(1, 2, token);
    offer();

    assertThat(ended.texts(0)).containsExactly("ok");
    assertThat(holder("t1")).isNull();
    assertThat(server.members("LRANGE", "succeeded", "0", "-1")).containsExactly("t0");
  }

  @Test
  void whoHoldsASuspectDoesNotStand() {
    server.run(new Call("enqueue", "p/e0", List.of("1", "0", "2", "t0", "e", "t9", "e")));
    server.command("HSET", key("attempts"), "t9", "0 2 5 f");
    String token = claim(1, "8 stands").text(1);

    Answer ended = stand(1, 2, token);

    assertThat(ended.texts(0)).doesNotContain("stands");
    assertThat(server.members("ZRANGE", "standing", "0", "-1")).isEmpty();
  }

  /** Whatever is damaged: the call is refused before it has written, or does all of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tasks",
        "ready",
        "running",
        "sessions",
        "standing",
        "gifts",
        "counters",
        "settings"
      })
  void aKeyOfAWrongTypeIsAnErrorThatChangesNothing(String key) {
    claim(1, "8 stands");
    server.command("UNLINK", ScriptText.key(key));
    server.command("XADD", ScriptText.key(key), "*", "a", "b");
    Object before = server.command("DBSIZE");

    Throwable failed = catchThrowable(this::offer);

    assertThat(failed).isNotNull();
    assertThat(server.command("DBSIZE")).isEqualTo(before);
    assertThat(listener.hears()).isFalse();
  }

  private static String key(String name) {
    return ScriptText.key(name);
  }

  private Answer claim(int number, String max, String... adopted) {
    List<String> args = new ArrayList<>(List.of("s", "" + number, max, "100000", "0"));
    args.addAll(List.of(adopted));
    return Objects.requireNonNull(server.run(new Call("claim", "s/c", args)));
  }

  private void offer() {
    List<String> args = List.of("" + ++offers, "0", "1", "t" + offers, "e");
    Answer answer = Objects.requireNonNull(server.run(new Call("offer", "p/e1", args)));
    assertThat(answer.is("ok")).isTrue();
  }

  private Answer stand(int seq, int number, String token) {
    List<String> args = List.of("" + seq, "9", "s", "" + number, token, "t0", "r");
    return Objects.requireNonNull(server.run(new Call("stand", "s/s0", args)));
  }

  private @Nullable String holder(String id) {
    Object token = server.command("HGET", key("running"), id);
    return token == null ? null : token.toString();
  }
}
