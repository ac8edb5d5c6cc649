package io.sluice.redis.property;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.redis.ScriptCalls;
import io.sluice.testing.RecordedSeeds;
import io.sluice.testing.TestRedis;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The model is judged: a rule that is removed from a script shows within a few sequences. */
class ScriptMutantsTest {
  /** As many as a build tries, so that what is removed by mistake is found by that build. */
  private static final int MOST_SEEDS = 40;

  private static final RecordedSeeds SEEDS = RecordedSeeds.of(ScriptMutantsTest.class);

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
    SEEDS.close();
  }

  @ParameterizedTest
  @EnumSource(ScriptMutant.class)
  void aRuleThatIsRemovedIsMissed(ScriptMutant mutant) {
    try (ScriptCalls changed = mutant.calls(redis.uri())) {
      JqwikSession.run(() -> isMissedFrom(changed, mutant));
    }
  }

  private static void isMissedFrom(ScriptCalls changed, ScriptMutant mutant) {
    OptionalLong recorded = SEEDS.of(mutant);
    if (recorded.isPresent() && isMissedFrom(changed, recorded.getAsLong())) {
      return;
    }
    for (long seed = 1; seed <= MOST_SEEDS; seed++) {
      if (isMissedFrom(changed, seed)) {
        SEEDS.found(mutant, seed);
        return;
      }
    }
    throw new AssertionError("not missed in " + MOST_SEEDS + " sequences");
  }

  /** And by nothing else: with the rule in its place, the same calls do what the model says. */
  private static boolean isMissedFrom(ScriptCalls changed, long seed) {
    List<Step> steps = Sequences.of(seed);
    boolean keepsResults = seed % 2 == 0;
    if (isAsTheModelSays(changed, steps, keepsResults)) {
      return false;
    }
    assertThat(isAsTheModelSays(calls, steps, keepsResults)).as("seed %s", seed).isTrue();
    return true;
  }

  private static boolean isAsTheModelSays(
      ScriptCalls scripts, List<Step> steps, boolean keepsResults) {
    scripts.commands().flushall();
    BothQueues queues = new BothQueues(scripts, keepsResults);
    try {
      steps.forEach(queues::take);
      return true;
    } catch (AssertionError different) {
      return false;
    }
  }
}
