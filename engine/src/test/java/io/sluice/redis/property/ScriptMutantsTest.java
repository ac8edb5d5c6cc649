package io.sluice.redis.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.spec.Programs;
import io.sluice.spec.Variant;
import io.sluice.testing.RecordedSeeds;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.sessions.JqwikSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The model is judged: a rule that is removed from a script shows within a few sequences. */
@Tag("scaled")
class ScriptMutantsTest {
  /** As many as a build tries, so that what is removed by mistake is found by that build. */
  private static final int MOST_SEEDS = 40;

  private static final RecordedSeeds SEEDS = RecordedSeeds.of(ScriptMutantsTest.class);

  private static QueueServer server;

  @BeforeAll
  static void start() {
    server = new QueueServer();
  }

  @AfterAll
  static void stop() {
    server.close();
    SEEDS.close();
  }

  /** A build tries one of so many, the proof all of them. */
  private static final int ONE_OF = Integer.getInteger("mutants.oneOf", 4);

  static Stream<ScriptMutant> tried() {
    ScriptMutant[] all = ScriptMutant.values();
    return IntStream.range(0, all.length).filter(i -> i % ONE_OF == 0).mapToObj(i -> all[i]);
  }

  @ParameterizedTest
  @MethodSource("tried")
  void aRuleThatIsRemovedIsMissed(ScriptMutant mutant) {
    JqwikSession.run(() -> isMissed(mutant));
  }

  /** Else any difference would do, also that the text of the rule is gone. */
  @ParameterizedTest
  @EnumSource(ScriptMutant.class)
  void theRuleIsThereToBeRemoved(ScriptMutant mutant) {
    assertThatCode(() -> new Programs(mutant.variant())).doesNotThrowAnyException();
  }

  private static void isMissed(ScriptMutant mutant) {
    OptionalLong recorded = SEEDS.of(mutant);
    if (recorded.isPresent() && isMissed(mutant, recorded.getAsLong())) {
      return;
    }
    for (long seed = 1; seed <= MOST_SEEDS; seed++) {
      if (isMissed(mutant, seed)) {
        SEEDS.found(mutant, seed);
        return;
      }
    }
    throw new AssertionError("not missed in " + MOST_SEEDS + " sequences");
  }

  /** And by nothing else: with the rule in its place, the same calls do what the model says. */
  private static boolean isMissed(ScriptMutant mutant, long seed) {
    List<Step> steps = Sequences.of(seed);
    boolean keepsResults = seed % 2 == 0;
    if (isAsTheModelSays(mutant.variant(), steps, keepsResults)) {
      return false;
    }
    assertThat(isAsTheModelSays(Variant.PRODUCTION, steps, keepsResults))
        .as("seed %s", seed)
        .isTrue();
    return true;
  }

  private static boolean isAsTheModelSays(Variant variant, List<Step> steps, boolean keepsResults) {
    try {
      server.lead(variant, steps, keepsResults);
      return true;
    } catch (AssertionError different) {
      return false;
    }
  }
}
