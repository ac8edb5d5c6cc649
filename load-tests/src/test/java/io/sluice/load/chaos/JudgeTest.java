package io.sluice.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.chaos.Note.Kind;
import io.sluice.load.fault.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The judge is given a run in which all is well, and then one thing is broken at a time. */
class JudgeTest extends JudgedRun {
  @Test
  void aRunInWhichAllIsWellIsClean() {
    Judge.Judged judged = judged();

    assertThat(judged.verdict().findings()).isEmpty();
    assertThat(judged.firstWrong()).isEqualTo(Note.NO_TASK);
    assertThat(judged.counts().executions()).isEqualTo(TASKS);
  }

  @Test
  void aTaskThatRedisDoesNotKnowIsLost() {
    fates.absent(WRONG);

    assertLost(
        WRONG, "tasks are lost, the first is task 2: acknowledged, and in the end it is ABSENT");
  }

  @Test
  void aFinishedTaskThatMadeRoomInAFullRedisIsNotLost() {
    wasFull();
    fates.absent(WRONG);

    assertThat(judged().verdict().findings()).isEmpty();
  }

  @Test
  void aTaskThatNobodyAcknowledgedMayHaveMadeRoomToo() {
    wasFull();
    fates.absent(WRONG);
    Sends open = new Sends(TASKS, ORIGIN);
    for (int task = 0; task < TASKS; task++) {
      open.sent(task);
      if (task != WRONG) {
        open.acknowledged(task, "0123456789abcdef01234567");
      }
    }

    assertThat(
            Judge.judge(
                    new Evidence(open, history, fates, audit(), orphans, letters, faults, poison))
                .verdict()
                .findings())
        .isEmpty();
  }

  @Test
  void aTaskThatIsGoneAndHadNotEndedIsLostInAFullRedisToo() {
    wasFull();
    fates.absent(1);
    fates.absent(WRONG);
    succeeded--;

    Judge.Judged judged = judged();
    assertThat(judged.verdict().lost()).isEqualTo(1);
    assertThat(judged.verdict().findings())
        .contains("1 tasks are gone, more than ended and made room");
    assertThat(judged.firstWrong()).isEqualTo(1);
  }

  private void wasFull() {
    faults.add(
        new FaultLog.Happened(Fault.OUT_OF_MEMORY, FaultLog.NOBODY, ORIGIN + 10, ORIGIN + 20));
  }

  @Test
  void aTaskThatNeverEndsIsLost() {
    fates.found(WRONG, Fates.Fate.UNFINISHED, 0);
    unfinished = 1;
    succeeded--;

    assertLost(WRONG, "tasks are not finished");
  }

  @Test
  void aTaskThatSucceededAndNeverRanIsLost() {
    History silent = new History(0, TASKS, ORIGIN);
    Evidence evidence =
        new Evidence(sends, silent, fates, audit(), orphans, letters, faults, poison);

    assertThat(Judge.judge(evidence).verdict().lost()).isEqualTo(TASKS);
  }

  @Test
  void aTaskThatEndedTwiceIsDoubled() {
    ran(2, WRONG, 20, 200);
    note(Kind.SUCCEEDED, 2, WRONG, 20, 230);
    crashed(WRONG);

    assertDoubled(WRONG, "it ended more than once");
  }

  @Test
  void twoOutcomesOfOneClaimAreOneTooMany() {
    note(Kind.RETRIED, 1, WRONG, 10, 140);
    retried = 1;

    assertDoubled(WRONG, "two outcomes of one claim were accepted");
  }

  @Test
  void anOutcomeThatWasAcceptedAfterTheTaskWasClaimedAgainIsStale() {
    ran(2, WRONG, 20, 200);
    crashed(WRONG);

    assertDoubled(WRONG, "a stale outcome was accepted");
  }

  @Test
  void anOutcomeThatWasRefusedAfterTheTaskWasClaimedAgainIsRight() {
    ran(2, WRONG, 5, 50);
    note(Kind.REFUSED, 2, WRONG, 5, 300);
    crashed(WRONG);

    Judge.Judged judged = judged();
    assertThat(judged.verdict().findings()).isEmpty();
    assertThat(judged.counts().refusedOutcomes()).isEqualTo(1);
  }

  @Test
  void anExecutionThatNothingExplainsIsDoubled() {
    ran(2, WRONG, 5, 50);

    assertDoubled(WRONG, "executions that nothing explains, the first of task 2");
  }

  @Test
  void aCauseOnTheBooksExplainsAnExecutionWhoseNoteDiedWithItsWorker() {
    ran(2, WRONG, 5, 50);
    retried = 1;

    assertThat(judged().verdict().findings()).isEmpty();
  }

  @Test
  void anUnacknowledgedTaskMayBeThereOrNot() {
    Sends open = new Sends(TASKS, ORIGIN);
    for (int task = 0; task < TASKS; task++) {
      open.sent(task);
    }
    History silent = new History(0, TASKS, ORIGIN);
    Fates none = new Fates(TASKS);
    for (int task = 0; task < TASKS; task += 2) {
      none.absent(task);
    }
    accepted = 0;
    succeeded = 0;

    assertThat(
            Judge.judge(new Evidence(open, silent, none, audit(), orphans, letters, faults, poison))
                .verdict()
                .findings())
        .isEmpty();
    assertThat(
            Judge.judge(
                    new Evidence(open, history, none, audit(), orphans, letters, faults, poison))
                .verdict()
                .doubled())
        .as("they ran, and nobody counted them")
        .isPositive();
  }

  @Test
  void aTaskThatWasRefusedAndIsThereIsDoubled() {
    sends.refused(WRONG);

    assertDoubled(WRONG, "it was not accepted, and is there");
  }

  @Test
  void moreOnTheBooksThanAnybodyKnowsIsDoubled() {
    accepted++;
    succeeded++;

    assertThat(judged().verdict().doubled()).isEqualTo(1);
  }

  @Test
  void aKeyThatShouldBeEmptyIsAFinding() {
    orphans = List.of("landing");

    assertThat(judged().verdict().findings())
        .containsExactly("1 key should be empty and is not: landing");
  }

  @Test
  void lettersThatWereNotDeliveredAreLost() {
    letters = new Evidence.Letters(3, 1, 0);

    assertThat(judged().verdict().lost()).isEqualTo(3);
    assertThat(judged().verdict().findings())
        .containsExactly("3 letters were not delivered", "1 times letters were out of reach");
  }

  @Test
  void aFollowUpThatOnlyItsIdKeptFromRunningTwiceIsDoubled() {
    letters = new Evidence.Letters(0, 0, 2);

    assertThat(judged().verdict().doubled()).isEqualTo(2);
  }

  @Test
  void twoTasksOfOneNumberAreDoubled() {
    fates.foundAnother(WRONG);

    assertDoubled(WRONG, "several tasks have its number");
  }

  @Test
  void whoDiesOfThePoisonOfOthersIsAFinding() {
    poison.set(0);
    fates.found(0, Fates.Fate.DEAD, 0);
    fates.found(1, Fates.Fate.DEAD, 0);
    dead = 2;
    succeeded -= 2;

    assertThat(judged().verdict().findings())
        .containsExactly("1 tasks died of the poison of others");
  }

  private void assertLost(int task, String finding) {
    Judge.Judged judged = judged();
    assertThat(judged.verdict().lost()).isPositive();
    assertThat(judged.verdict().findings()).anyMatch(told -> told.contains(finding));
    assertThat(judged.firstWrong()).isEqualTo(task);
  }

  private void assertDoubled(int task, String finding) {
    Judge.Judged judged = judged();
    assertThat(judged.verdict().doubled()).isPositive();
    assertThat(judged.verdict().findings()).anyMatch(told -> told.contains(finding));
    assertThat(judged.firstWrong()).isEqualTo(task);
  }
}
