package io.sluice.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.spec.Edit;
import io.sluice.spec.Programs;
import io.sluice.spec.RedisLine;
import io.sluice.testing.TestRedis;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The judges are judged: without any one rule of the protocol they find what breaks. */
class MutantTest {
  private static final int STEPS = 3000;

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

  @ParameterizedTest
  @EnumSource(Mutant.class)
  void aRuleThatIsRemovedIsMissed(Mutant mutant) {
    int lived = 0;
    for (long seed = 1; lived < mutant.seeds(); seed++) {
      Simulation simulation = new Simulation(line, mutant.variant(), seed);
      if (mutant.showsUnder(simulation.conditions())) {
        lived++;
        try {
          simulation.run(STEPS);
        } catch (Violation found) {
          assertThat(found).hasMessageContaining(mutant.name());
          return;
        }
      }
    }
    throw new AssertionError(mutant + " was not found in " + lived + " seeds");
  }

  /** Fast, so that a rule that was moved or written in other words is met at once. */
  @ParameterizedTest
  @EnumSource(Mutant.class)
  void theRuleIsThereToBeRemoved(Mutant mutant) {
    assertThatCode(() -> new Programs(mutant.variant())).doesNotThrowAnyException();
  }

  @Test
  void aMutantWhoseTextIsGoneOrDoubledSaysSo() {
    Edit edit = new Edit("claim", "if held", "if true");

    assertThat(edit.appliedTo("a if held b")).isEqualTo("a if true b");
    for (String source : List.of("nothing", "if held if held")) {
      assertThatThrownBy(() -> edit.appliedTo(source))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("a mutant no longer applies")
          .hasMessageContaining("claim.lua");
    }
  }

  @Test
  void aListedFaultThatNeverFiredIsNamed() {
    Faults faults = new Faults();
    assertThat(faults.missing()).contains(Faults.KILLED, Faults.LATE + "claim");

    faults.fired(Faults.KILLED);
    faults.fired(Faults.LATE + "claim", 0);

    assertThat(faults.missing()).doesNotContain(Faults.KILLED).contains(Faults.LATE + "claim");
  }
}
