package io.sluice.redis.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.script.Edit;
import io.sluice.spec.Programs;
import io.sluice.spec.Variant;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Straight scripts have a way of their own for a call of one task; it does what the whole does. */
class OneTaskTest {
  private static final List<String> DECLINED = List.of("whole");

  private static TestRedis redis;
  private static RedisLine line;

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    line = new RedisLine(redis.port());
  }

  @AfterAll
  static void stop() {
    line.close();
    redis.close();
  }

  static List<OneTask> calls() {
    return OneTask.all();
  }

  static Stream<Edit> edits() {
    return Stream.of(
        new Edit("offer", "if not isNext or isMoved or (rules[1]", "if isMoved or (rules[1]"),
        new Edit("offer", "(waiting == 1 or", "(true or"),
        new Edit("offer", "waiting == 2 and call('LINDEX', ready, 0) == '*'", "false"),
        new Edit("claim_straight", "if isNext and not (last", "if not (last"),
        new Edit(
            "claim_straight", "call('LREM', landing, 1, id) == 1", "call('LREM', landing, 1, id)"),
        new Edit(
            "claim_straight", "and envelope and call('ZSCORE', sessions, session)", "and envelope"),
        new Edit(
            "claim_straight", "if rules[1] ~= '1' and not rules[2] and", "if not rules[2] and"),
        new Edit("claim_straight", "and call('LLEN', ready) == 0 and", "and"),
        new Edit("claim_straight", "call('HLEN', running) ~= FEW_RUNNING and", ""),
        new Edit(
            "settle_straight",
            "call('HGET', running, id) == token",
            "call('HEXISTS', running, id) == 1"),
        new Edit("settle_straight", "if isNext and not rules[2]", "if not rules[2]"),
        new Edit("settle_straight", "if isNext and not rules[2]", "if isNext"),
        new Edit("settle_straight", "elseif tooMany > 0 then ids =", "elseif false then ids ="),
        new Edit("settle_straight", "if ids and isKept then", "if false then"));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aCallOfOneTaskDoesWhatTheWholeScriptDoes(OneTask call) {
    Programs scripts = new Programs(Variant.PRODUCTION);

    assertThat(straight(scripts, call)).isEqualTo(whole(scripts, call));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void aCallOfOneTaskGoesStraightWhereNothingElseIsToBeLookedAt(OneTask call) {
    Programs.Program straight = straightOf(new Programs(Variant.PRODUCTION), call);

    boolean declined = DECLINED.equals(effect(call, straight).answer());

    assertThat(declined).isEqualTo(!call.goesStraight());
  }

  @ParameterizedTest
  @MethodSource("edits")
  void aConditionThatIsRemovedIsMissed(Edit edit) {
    Programs scripts = new Programs(new Variant("edited", List.of(edit), false));

    assertThat(calls()).anyMatch(call -> !straight(scripts, call).equals(whole(scripts, call)));
  }

  private static Effect straight(Programs scripts, OneTask call) {
    Effect effect = effect(call, straightOf(scripts, call));
    return DECLINED.equals(effect.answer()) ? whole(scripts, call) : effect;
  }

  private static Effect whole(Programs scripts, OneTask call) {
    return effect(call, scripts.of(call.verb()));
  }

  private static Programs.Program straightOf(Programs scripts, OneTask call) {
    return call.verb().equals("enqueue")
        ? scripts.of("offer")
        : Objects.requireNonNull(scripts.straight(call.verb()));
  }

  private static Effect effect(OneTask call, Programs.Program script) {
    Stage stage = new Stage(line, redis.port());
    stage.set(call.found());
    return stage.effect(() -> stage.run(script, OneTask.LANE, call.args()));
  }
}
