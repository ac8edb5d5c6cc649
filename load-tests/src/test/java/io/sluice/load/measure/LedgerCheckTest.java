package io.sluice.load.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The checker decides every run, so each of its rules is shown to go red. */
class LedgerCheckTest {
  private static final int TASKS = 10;

  private final TaskLog log = new TaskLog(TASKS + 1);
  private final IdSum settled = new IdSum();
  private Books books = new Books(TASKS, TASKS);

  /** What the engine says; each test breaks one field. */
  private static final class Books {
    long accepted;
    long succeeded;
    long retried;
    long reaped;
    long released;
    long dead;
    long acceptedBalance;
    long tasksBalance;
    long resultsBalance;
    long unfinished;

    Books(long accepted, long succeeded) {
      this.accepted = accepted;
      this.succeeded = succeeded;
    }

    Ledger audit() {
      return new Ledger(
          QueueName.of("q"),
          acceptedBalance,
          tasksBalance,
          resultsBalance,
          unfinished,
          new QueueView.Totals(accepted, succeeded, retried, reaped, released, 0, dead, 0, 0, 0),
          Ledger.Corrections.NONE);
    }
  }

  @Test
  void aRunInWhichEveryTaskRanOnceIsClean() {
    allRan();

    LedgerVerdict verdict = judge();

    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.clean()).isTrue();
    assertThat(verdict.accepted()).isEqualTo(TASKS);
    assertThat(verdict.succeeded()).isEqualTo(TASKS);
    assertThat(verdict.lost()).isZero();
    assertThat(verdict.doubled()).isZero();
  }

  @Test
  void anAcknowledgedTaskThatNeverRanIsLost() {
    allRanBut(3);

    assertLost(1, "1 acknowledged tasks never ran");
  }

  @Test
  void aTaskThatIsStillThereAfterTheDrainIsLost() {
    allRan();
    books = new Books(TASKS, TASKS - 2);
    books.unfinished = 2;

    assertLost(2, "2 tasks are not finished", "2 accepted tasks have no end on the books");
  }

  @Test
  void aTaskThatRedisHasForgottenIsLost() {
    allRan();
    books = new Books(TASKS - 1, TASKS - 1);

    assertLost(1, "1 acknowledged tasks were never counted as accepted");
  }

  @Test
  void aTaskThatRanTwiceIsDoubled() {
    allRan();
    log.executed(5);

    assertDoubled(1, "1 repeated executions that nothing explains");
  }

  @Test
  void aRepeatThatARetryAReapOrAReleaseExplainsIsAllowed() {
    allRan();
    log.executed(1);
    log.executed(2);
    log.executed(3);
    books.retried = 1;
    books.reaped = 1;
    books.released = 1;

    assertThat(judge().findings()).isEmpty();
  }

  @Test
  void oneMoreThanTheyExplainIsDoubled() {
    allRan();
    log.executed(1);
    log.executed(1);
    books.reaped = 1;

    assertDoubled(1, "(2 repeats, 1 retried, reaped, released or snoozed)");
  }

  @Test
  void anExecutionOfATaskThatWasNeverSentIsUnexplained() {
    allRan();
    log.executed(TASKS);

    assertDoubled(1, "1 executions of tasks that were refused or never sent");
  }

  @Test
  void anExecutionOfARefusedTaskIsUnexplained() {
    allRan();
    log.sent(TASKS);
    log.refused(TASKS);
    log.executed(TASKS);

    assertDoubled(1, "1 executions of tasks that were refused or never sent");
  }

  @Test
  void anExecutionOfATaskOfAnotherRunIsUnexplained() {
    allRan();
    log.executed(-1);
    log.executed(TASKS + 1);

    assertDoubled(2, "2 executions of tasks that were refused or never sent");
  }

  @Test
  void aTaskThatEndedTwiceIsDoubled() {
    allRan();
    books = new Books(TASKS, TASKS + 1);

    assertDoubled(1, "1 tasks ended more often than they were accepted");
  }

  @Test
  void oneSettledTwiceAndOneNotAtAllIsSeenThoughTheCountsAgree() {
    for (int i = 0; i < TASKS; i++) {
      log.sent(i);
      log.acknowledged(i, TaskId.of("t" + i));
      log.executed(i);
      settled.add("t" + Math.max(1, i));
    }

    LedgerVerdict verdict = judge();

    assertThat(verdict.lost()).isEqualTo(1);
    assertThat(verdict.doubled()).isEqualTo(1);
  }

  @Test
  void aSettlementTooManyIsDoubled() {
    allRan();
    settled.add("t4");

    assertDoubled(1, "1 settled tasks too many");
  }

  @Test
  void anAuditThatMissesATaskIsALoss() {
    allRan();
    books.acceptedBalance = 1;

    assertLost(1, "(acceptedBalance)");
  }

  @Test
  void anAuditWithATaskInTwoPlacesIsADouble() {
    allRan();
    books.acceptedBalance = -1;

    assertDoubled(1, "(acceptedBalance)");
  }

  @Test
  void aStoredTaskThatNothingHoldsIsALoss() {
    allRan();
    books.tasksBalance = 3;

    assertLost(3, "(tasksBalance)");
  }

  @Test
  void anIdWithoutAStoredTaskIsADouble() {
    allRan();
    books.tasksBalance = -3;

    assertDoubled(3, "(tasksBalance)");
  }

  @Test
  void resultsThatDoNotBalanceAreFound() {
    allRan();
    books.resultsBalance = -1;

    assertThat(judge().clean()).isFalse();
    assertThat(judge().findings()).containsExactly("resultsBalance is -1, must be 0");
  }

  @Test
  void aTaskOfUnknownOutcomeMayBeWhollyThere() {
    allRan();
    log.sent(TASKS);
    log.executed(TASKS);
    books = new Books(TASKS + 1, TASKS + 1);

    LedgerVerdict verdict = judge();

    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.unknown()).isEqualTo(1);
  }

  @Test
  void aTaskOfUnknownOutcomeMayBeWhollyAbsent() {
    allRan();
    log.sent(TASKS);

    assertThat(judge().findings()).isEmpty();
  }

  @Test
  void anUnacknowledgedTaskThatWasAcceptedAndNeverRanIsHalfThere() {
    allRan();
    log.sent(TASKS);
    books = new Books(TASKS + 1, TASKS + 1);

    assertLost(1, "1 unacknowledged tasks are half there: accepted, never ran");
  }

  @Test
  void anUnacknowledgedTaskThatRanAndWasNotAcceptedIsHalfThere() {
    allRan();
    log.sent(TASKS);
    log.executed(TASKS);

    assertDoubled(1, "1 unacknowledged tasks are half there: ran, not accepted");
  }

  @Test
  void moreAcceptedThanSentIsADouble() {
    allRan();
    books = new Books(TASKS + 2, TASKS + 2);

    assertDoubled(2, "2 more tasks were accepted than were sent");
  }

  @Test
  void aDeadTaskIsToldAndNotLost() {
    allRan();
    books = new Books(TASKS, TASKS - 1);
    books.dead = 1;

    LedgerVerdict verdict = LedgerCheck.judge(log, books.audit(), null);

    assertThat(verdict.findings()).isEmpty();
    assertThat(verdict.dead()).isEqualTo(1);
  }

  private void allRan() {
    allRanBut(-1);
  }

  private void allRanBut(int missing) {
    for (int i = 0; i < TASKS; i++) {
      log.sent(i);
      log.acknowledged(i, TaskId.of("t" + i));
      if (i != missing) {
        log.executed(i);
      }
      settled.add("t" + i);
    }
  }

  private LedgerVerdict judge() {
    return judge(settled);
  }

  private LedgerVerdict judge(@Nullable IdSum settlements) {
    return LedgerCheck.judge(log, books.audit(), settlements);
  }

  private void assertLost(long count, String... findings) {
    LedgerVerdict verdict = judge();
    assertThat(verdict.lost()).isEqualTo(count);
    assertThat(verdict.clean()).isFalse();
    for (String finding : findings) {
      assertThat(verdict.findings()).anyMatch(found -> found.contains(finding));
    }
  }

  private void assertDoubled(long count, String finding) {
    LedgerVerdict verdict = judge();
    assertThat(verdict.doubled()).isEqualTo(count);
    assertThat(verdict.clean()).isFalse();
    assertThat(verdict.findings()).anyMatch(found -> found.contains(finding));
  }
}
