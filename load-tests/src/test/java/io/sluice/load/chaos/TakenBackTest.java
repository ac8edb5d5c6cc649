package io.sluice.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.chaos.Note.Kind;
import io.sluice.load.fault.Fault;
import io.sluice.load.fault.Topology;
import org.junit.jupiter.api.Test;

/** What a failover may take back, and what it may not. */
class TakenBackTest extends JudgedRun {
  private static final long HOUR_MILLIS = 3_600_000;

  TakenBackTest() {
    super(Topology.SENTINEL);
  }

  @Test
  void anAcknowledgedTaskThatIsGoneWithAFailoverIsTakenBackAndNotLost() {
    failover(Fault.KILL_MASTER, 0);
    gone();

    Judge.Judged judged = judged();
    assertThat(judged.verdict().findings()).isEmpty();
    assertThat(judged.counts().takenBack()).isEqualTo(1);
  }

  @Test
  void aConfirmedTaskThatIsGoneIsLost() {
    failover(Fault.KILL_MASTER, 0);
    gone();
    sends.confirmed(WRONG);

    Judge.Judged judged = judged();
    assertThat(judged.verdict().lost()).isEqualTo(1);
    assertThat(judged.verdict().findings())
        .contains("1 tasks are lost, the first is task 2: confirmed, and in the end it is ABSENT");
    assertThat(judged.counts().takenBack()).isZero();
  }

  @Test
  void aTaskThatWasAcknowledgedLongBeforeTheFailoverIsLost() {
    failover(Fault.KILL_MASTER, HOUR_MILLIS);
    gone();

    assertThat(judged().verdict().lost()).isEqualTo(1);
  }

  @Test
  void aFaultThatPromotesNobodyTakesNothingBack() {
    failover(Fault.KILL_WORKERS, 0);
    gone();

    assertThat(judged().verdict().lost()).isEqualTo(1);
  }

  @Test
  void aTaskThatIsUnfinishedInTheEndIsLostWhateverFailed() {
    failover(Fault.KILL_MASTER, 0);
    fates.found(WRONG, Fates.Fate.UNFINISHED, 0);
    unfinished = 1;
    succeeded--;

    assertThat(judged().verdict().lost()).isEqualTo(1);
  }

  @Test
  void aTaskWhoseEndWasTakenBackRunsAgain() {
    failover(Fault.FREEZE_MASTER, System.currentTimeMillis() - ORIGIN);
    ran(2, WRONG, 20, 200);
    note(Kind.SUCCEEDED, 2, WRONG, 20, 230);

    Judge.Judged judged = judged();
    assertThat(judged.verdict().findings()).isEmpty();
    assertThat(judged.counts().ranAgain()).isEqualTo(1);
  }

  @Test
  void aTaskThatEndedTwiceLongAfterTheFailoverIsDoubled() {
    failover(Fault.FREEZE_MASTER, HOUR_MILLIS);
    ran(2, WRONG, 20, 200);
    note(Kind.SUCCEEDED, 2, WRONG, 20, 230);

    assertThat(judged().verdict().doubled()).isPositive();
  }

  @Test
  void aPlannedFailoverTakesNothingBack() {
    assertThat(Topology.CLUSTER.takesBack(Fault.FAILOVER)).isFalse();
    assertThat(Topology.SENTINEL.takesBack(Fault.FAILOVER)).isFalse();
    assertThat(Topology.SENTINEL.takesBack(Fault.UNPAUSED_FAILOVER)).isTrue();
    assertThat(Topology.CLUSTER.takesBack(Fault.MOVE_SLOT)).isFalse();
  }

  private void gone() {
    fates.absent(WRONG);
    accepted--;
    succeeded--;
  }

  private void failover(Fault fault, long millisAgo) {
    long at = System.currentTimeMillis() - millisAgo;
    faults.add(new FaultLog.Happened(fault, FaultLog.NOBODY, at, at));
  }
}
