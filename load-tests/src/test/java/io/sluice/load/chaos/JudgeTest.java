package io.sluice.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.chaos.Note.Kind;
import io.sluice.load.fault.Fault;
import io.sluice.task.QueueName;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import java.time.Duration;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The judge is given a run in which all is well, and then one thing is broken at a time. */
class JudgeTest {
  private static final int TASKS = 6;
  private static final int WRONG = 2;

  /** Sends are stamped by the clock. */
  private static final long ORIGIN = System.currentTimeMillis();

  private final Sends sends = new Sends(TASKS, ORIGIN);
  private final History history = new History(0, TASKS, ORIGIN);
  private final Fates fates = new Fates(TASKS);
  private final FaultLog faults = new FaultLog();
  private final BitSet poison = new BitSet();
  private List<String> orphans = List.of();
  private Evidence.Letters letters = Evidence.Letters.NONE;
  private long accepted = TASKS;
  private long succeeded = TASKS;
  private long dead;
  private long retried;
  private long reaped;
  private long unfinished;

  JudgeTest() {
    for (int task = 0; task < TASKS; task++) {
      sends.sent(task);
      sends.acknowledged(task, "0123456789abcdef01234567");
      ran(1, task, 10, 100);
      note(Kind.SUCCEEDED, 1, task, 10, 130);
      fates.found(task, Fates.Fate.SUCCEEDED, 0);
    }
  }

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

  @Test
  void redeliveryIsTimedFromTheKillToTheNextStart() {
    faults.add(new FaultLog.Happened(Fault.KILL_WORKERS, 2, ORIGIN + 60, ORIGIN + 60));
    ran(2, WRONG, 5, 50);
    crashed(WRONG);
    Judge.Judged judged = judged();

    assertThat(judged.verdict().findings()).isEmpty();
    assertThat(judged.redelivery().first().getTotalCount()).isEqualTo(1);
    assertThat(judged.redelivery().first().getMaxValue()).isEqualTo(40);
    assertThat(broken(judged, 39)).isNotEmpty();
    assertThat(broken(judged, 40)).isEmpty();
  }

  @Test
  void aStopInGoodOrderThatReapsBreaksAMust() {
    Judge.Judged judged = judged();

    assertThat(
            Musts.broken(
                EnumSet.of(Fault.TERM_WORKERS),
                judged.redelivery(),
                1,
                List.of(),
                Duration.ofSeconds(3)))
        .singleElement()
        .asString()
        .contains("1 tasks were reaped");
  }

  @Test
  void anEngineThatIsReadyTooLateBreaksAMust() {
    Readiness readiness = new Readiness();
    FaultLog.Happened busy =
        new FaultLog.Happened(Fault.BUSY, FaultLog.NOBODY, ORIGIN, ORIGIN + 1_000);
    readiness.unready(1, ORIGIN + 500);
    readiness.ready(1, ORIGIN + 8_000);
    readiness.unready(2, ORIGIN + 500);
    readiness.ready(2, ORIGIN + 2_000);
    readiness.unready(3, ORIGIN + 500);
    readiness.gone(3);

    List<Readiness.Recovery> recoveries = readiness.recoveries(List.of(busy));

    assertThat(recoveries)
        .containsExactly(
            new Readiness.Recovery(busy, 1, 7_000), new Readiness.Recovery(busy, 2, 1_000));
    assertThat(
            Musts.broken(
                EnumSet.of(Fault.BUSY),
                judged().redelivery(),
                0,
                recoveries,
                Duration.ofSeconds(3)))
        .singleElement()
        .asString()
        .contains("engine 1 was ready 7,000 ms after busy was over");
  }

  @Test
  void theStoryOfATaskTellsAllThatIsKnownOfIt() {
    faults.add(new FaultLog.Happened(Fault.KILL_WORKERS, 2, ORIGIN + 60, ORIGIN + 60));
    ran(2, WRONG, 5, 50);

    String story =
        Story.of(
            new Evidence(sends, history, fates, audit(), orphans, letters, faults, poison),
            Map.of(1, 111L, 2, 222L),
            WRONG);

    assertThat(story)
        .contains("task 2, id own-2, in the end SUCCEEDED")
        .contains("ACKNOWLEDGED")
        .contains("START by worker 2 (process 222), attempt 1")
        .contains("SUCCEEDED by worker 1 (process 111)")
        .contains("fault kill-workers of worker 2");
  }

  private static List<String> broken(Judge.Judged judged, long limitMillis) {
    Duration session = Duration.ofMillis(limitMillis).minus(Musts.REDELIVERY_SLACK);
    return Musts.broken(EnumSet.of(Fault.KILL_WORKERS), judged.redelivery(), 1, List.of(), session);
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

  private Judge.Judged judged() {
    return Judge.judge(
        new Evidence(sends, history, fates, audit(), orphans, letters, faults, poison));
  }

  private void crashed(int task) {
    fates.found(task, Fates.Fate.SUCCEEDED, 1);
    reaped++;
  }

  /** A claim is known by the ms at which it was made. */
  private void ran(int worker, int task, long claimedAt, long at) {
    note(Kind.START, worker, task, claimedAt, at);
  }

  private void note(Kind kind, int worker, int task, long claimedAt, long at) {
    history.add(worker, new Note(kind, 0, 1, task, claimedAt, ORIGIN + at, ORIGIN + claimedAt));
  }

  private Ledger audit() {
    return new Ledger(
        QueueName.of("chaos"),
        0,
        0,
        0,
        unfinished,
        new QueueView.Totals(accepted, succeeded, retried, reaped, 0, 0, dead, 0, 0, 0),
        Ledger.Corrections.NONE);
  }
}
