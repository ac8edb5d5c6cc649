package io.sluice.redis.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.script.Edit;
import io.sluice.spec.Programs;
import io.sluice.spec.Variant;
import io.sluice.testing.RedisLine;
import io.sluice.testing.TestRedis;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Outcomes and the next claim in one call do what they do one after the other. */
class ExchangeScriptTest {
  private static final List<String> DECLINED = List.of("whole");

  private static final String LOOKED_AT =
      " cancels, attempts, notes, membership, costs, ghosts, expiries, aside, lane, levels, lines,"
          + " standing, gifts,";

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

  static List<Exchanged> calls() {
    return Exchanged.all();
  }

  static Stream<Edit> edits() {
    return Stream.of(
        without("lastSeq == seq or "),
        without("late or "),
        without("rules[2] or "),
        without("rules[3] == '1' or "),
        without("rules[4] or "),
        without(" or rules[5]"),
        without("#laned > 0 or "),
        without("tonumber(lastClaim) >= tonumber(number) or "),
        without(" or not call('ZSCORE', sessions, session)"),
        withoutKey("attempts"),
        withoutKey("costs"),
        withoutKey("ghosts"),
        withoutKey("expiries"),
        withoutKey("standing"),
        without("if more then returnReady(next, rest, #next) end"),
        without("if #next > 0 then give(next, token, before) end"),
        new Edit("exchange", "now(), call('HLEN', running)", "now(), 0"),
        without("if over > 0 then forgetKept(takeOver(succeeded, over)) end"),
        without("keepReceipt(seq, table.concat(lost, ' '))"));
  }

  private static Edit without(String condition) {
    return Edit.cut("exchange", condition);
  }

  private static Edit withoutKey(String key) {
    return new Edit("exchange", LOOKED_AT, LOOKED_AT.replace(" " + key + ",", ""));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void oneCallDoesWhatASettleAndAClaimDo(Exchanged call) {
    Programs scripts = new Programs(Variant.PRODUCTION);

    assertThat(once(scripts, call)).isEqualTo(twice(scripts, call));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void whereAnythingElseIsToBeLookedAtNothingIsDone(Exchanged call) {
    Stage stage = stage(call);
    Effect before = stage.effect(() -> DECLINED);
    Programs scripts = new Programs(Variant.PRODUCTION);

    Effect effect = stage.effect(() -> exchange(stage, scripts, call));

    assertThat(effect.equals(before)).isEqualTo(!call.goes());
  }

  @ParameterizedTest
  @MethodSource("edits")
  void aConditionThatIsRemovedIsMissed(Edit edit) {
    Programs scripts = new Programs(new Variant("edited", List.of(edit), false));

    assertThat(calls()).anyMatch(call -> !once(scripts, call).equals(twice(scripts, call)));
  }

  private static Effect once(Programs scripts, Exchanged call) {
    Stage stage = stage(call);
    Effect effect = stage.effect(() -> exchange(stage, scripts, call));
    return DECLINED.equals(effect.answer()) ? twice(scripts, call) : effect;
  }

  private static @Nullable Object exchange(Stage stage, Programs scripts, Exchanged call) {
    return stage.run(scripts.of("exchange"), Exchanged.LANE, call.args());
  }

  /** Answered in one piece, as the one call is. */
  private static Effect twice(Programs scripts, Exchanged call) {
    Stage stage = stage(call);
    return stage.effect(
        () -> {
          List<Object> ends = run(stage, scripts.of("settle"), Exchanged.LANE, call.ends());
          List<Object> both = new ArrayList<>(ends.subList(0, 1));
          both.add(ends.subList(1, ends.size()));
          both.addAll(run(stage, scripts.of("claim"), Exchanged.CLAIMS, call.claim()));
          return both;
        });
  }

  private static List<Object> run(
      Stage stage, Programs.Program script, String lane, List<String> args) {
    Object answer = Objects.requireNonNull(stage.run(script, lane, args));
    return new ArrayList<>((List<?>) answer);
  }

  private static Stage stage(Exchanged call) {
    Stage stage = new Stage(line, redis.port());
    stage.set(call.found());
    return stage;
  }
}
