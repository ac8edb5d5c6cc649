package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.CrashLimit;
import io.sluice.config.Retention;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ledger: at every instant each accepted task is in exactly one place. */
public interface LedgerContract extends ContractSetup {
  @ParameterizedTest(name = "seed {0}, {1} finished tasks kept")
  @CsvSource({"1, 0", "2, 5", "3, 1000", "4, 0", "5, 20"})
  default void theLedgerIsBalancedAfterEachOfManyRandomSteps(long seed, int kept) {
    TestQueue queue =
        queue(
            config ->
                config
                    .withRetention(new Retention(Duration.ZERO, kept))
                    .withDeadRetention(new Retention(Duration.ZERO, 10))
                    .withCrashLimit(new CrashLimit(2, Duration.ZERO)));
    RandomLife life = new RandomLife(queue, seed);

    for (int step = 0; step < 500; step++) {
      String what = life.step();
      Ledger ledger = queue.audit();
      assertThat(ledger.balanced())
          .as("seed %d after step %d, %s: %s", seed, step, what, ledger)
          .isTrue();
    }

    QueueView view = queue.stats();
    assertThat(view.totals()).isEqualTo(queue.audit().totals());
    assertThat(view.totals().accepted()).isEqualTo(life.accepted());
    life.drain();
    assertThat(queue.audit().unfinished()).isZero();
    queue.assertBalanced();
  }
}
