package io.sluice.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.TaskId;
import io.sluice.task.view.QueueView;
import org.junit.jupiter.api.Test;

class TotalsCheckTest {
  private final TaskLog log = new TaskLog();

  TotalsCheckTest() {
    log.sent(0);
    log.acknowledged(0, TaskId.of("a"));
    log.sent(1);
    log.acknowledged(1, TaskId.of("b"));
    log.sent(2);
  }

  @Test
  void anUnansweredSendMayBeThereOrNot() {
    assertThat(TotalsCheck.judge(log, totals(2, 2), 0).clean()).isTrue();
    assertThat(TotalsCheck.judge(log, totals(3, 3), 0).clean()).isTrue();
  }

  @Test
  void anAcknowledgedTaskThatIsNotCountedIsLost() {
    LedgerVerdict verdict = TotalsCheck.judge(log, totals(1, 1), 0);

    assertThat(verdict.lost()).isEqualTo(1);
    assertThat(verdict.findings()).singleElement().asString().contains("never counted");
  }

  @Test
  void aTaskThatDoesNotEndIsLost() {
    assertThat(TotalsCheck.judge(log, totals(2, 1), 1).lost()).isEqualTo(1);
  }

  @Test
  void moreThanWereSentAreDoubled() {
    assertThat(TotalsCheck.judge(log, totals(4, 4), 0).doubled()).isEqualTo(1);
    assertThat(TotalsCheck.judge(log, totals(2, 3), 0).doubled()).isEqualTo(1);
  }

  private static QueueView.Totals totals(long accepted, long succeeded) {
    return new QueueView.Totals(accepted, succeeded, 0, 0, 0, 0, 0, 0, 0, 0);
  }
}
