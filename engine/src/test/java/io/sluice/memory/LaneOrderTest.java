package io.sluice.memory;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.testing.FirstSeed;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Random calls of all scripts leave groups and laned tasks in order, each of them. {@code
 * -Dlanes.seed=N} begins with a seed.
 */
class LaneOrderTest {
  private static final int CALLS_A_SEED = 300;

  @Test
  void eachCallLeavesLanesInOrder() {
    run(8, UnaryOperator.identity());
  }

  @Test
  @Tag("proof")
  void eachCallLeavesLanesInOrderForLong() {
    run(400, UnaryOperator.identity());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          changeBy(-1, count, names)                     | changeBy(0, count, names) | inflight has
          if not wereDead then countLater(spots, -1) end | -- nothing                | later has
          local tag = call('ZSCORE', turns, group)       | local tag = false         | turn
          """)
  void aRuleThatIsMissingIsFound(String from, String to, String found) {
    assertThatThrownBy(() -> run(20, text -> text.replace(from, to)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining(found);
  }

  private static void run(int seeds, UnaryOperator<String> change) {
    long first = FirstSeed.of("lanes");
    Coverage coverage = new Coverage();
    Twins twins = new Twins(new ModelTwin(change), new ModelTwin(change), coverage);
    for (long seed = first; seed < first + seeds; seed++) {
      try {
        RandomLife life = new RandomLife(seed, twins, coverage);
        life.checkEach(LaneOrderTest::check);
        life.run(CALLS_A_SEED);
      } catch (Throwable failed) {
        throw new AssertionError("with -Dlanes.seed=" + seed + ": " + failed.getMessage(), failed);
      }
    }
  }

  private static void check(Twins twins) {
    List<String> complaints = LaneOrder.complaints(twins.model());
    if (!complaints.isEmpty()) {
      throw new AssertionError(complaints + " after " + twins.last());
    }
  }
}
