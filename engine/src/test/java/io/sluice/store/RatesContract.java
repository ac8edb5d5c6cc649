package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.Outcome;
import io.sluice.task.view.QueueView;
import io.sluice.testing.Eventually;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Rates: how fast the ledger moves, from the first sweep on. */
interface RatesContract extends ContractSetup {
  Offset<Double> SAME = Offset.offset(1e-9);

  @Test
  default void nothingIsToldBeforeThereIsSomethingToCompareWith() {
    TestQueue queue = queue();
    queue.ready(3);

    assertThat(queue.stats().rates()).isEqualTo(QueueView.Rates.NONE);
  }

  @Test
  default void whatHappenedSinceTheSweepIsTold() {
    TestQueue queue = queue();
    queue.ready(5);
    queue.sweep();
    queue.ready(10);
    TestSession session = queue.session();
    session.claim(6).forEach(task -> queue.settle(task, SettleContract.DONE));
    session.claim(2).forEach(task -> queue.settle(task, Outcome.CANCEL));
    Eventually.eventually(() -> queue.stats().rates().accepted() > 0);

    QueueView.Rates rates = queue.stats().rates();

    assertThat(rates.succeeded() / rates.accepted()).isEqualTo(0.6, SAME);
    assertThat(rates.ended() / rates.accepted()).isEqualTo(0.8, SAME);
    assertThat(rates.retried()).isZero();
    assertThat(rates.dead()).isZero();
  }
}
