package io.sluice.flow.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The judge of batches is judged: without any one of their rules it finds what breaks. */
class BatchMutantsTest {
  private static final int MOST_SEEDS = 60;

  @ParameterizedTest
  @EnumSource(names = {"ASKED_BEFORE", "ENDS_AGAIN"})
  void oneOfTheRulesIsMissed(BatchMutant mutant) {
    assertMissed(mutant);
  }

  @ParameterizedTest
  @EnumSource
  @Tag("proof")
  void eachRuleIsMissed(BatchMutant mutant) {
    assertMissed(mutant);
  }

  private static void assertMissed(BatchMutant mutant) {
    long seed = 1;
    List<String> violations = List.of();
    while (violations.isEmpty() && seed <= MOST_SEEDS) {
      violations = BatchLifeTest.inMemory(seed, 1, mutant);
      seed++;
    }
    assertThat(violations).as("%s in %d seeds", mutant, MOST_SEEDS).isNotEmpty();
  }
}
