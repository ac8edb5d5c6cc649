package io.sluice.load.chaos;

import io.sluice.load.chaos.Note.Kind;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.task.view.QueueView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges each task of a queue, and the queue by what its tasks come to. Producers, workers and
 * Redis are heard, and none is believed alone.
 *
 * <p>The rules: every acknowledged task has one end; one of which nobody knows is wholly there or
 * wholly absent; a claim has at most one outcome, and none that came after the task was claimed
 * again; a task ran again only for a recorded cause; the ledger balances, and no key holds what
 * belongs to nobody. A worker may die between its outcome and the note of it, so what is recorded
 * in Redis alone explains as much as what was heard of.
 */
final class Judge {
  private final Evidence evidence;
  private final QueueView.Totals totals;
  private final Redelivery redelivery;
  private final List<String> findings = new ArrayList<>();
  private long lost;
  private long doubled;
  private long excess;
  private long unacknowledged;
  private long takenBack;
  private long maybeTakenBack;
  private long ranAgain;
  private long maybeDropped;
  private long keptEnds;
  private long retried;
  private long released;
  private long crashes;
  private long refusedOutcomes;
  private long executions;
  private long deadWithoutPoison;
  private long poisonNotDead;
  private @Nullable String firstLost;
  private @Nullable String firstDoubled;
  private int firstWrong = Note.NO_TASK;
  private int firstExcess = Note.NO_TASK;
  private int firstDropped = Note.NO_TASK;

  private Judge(Evidence evidence) {
    this.evidence = evidence;
    this.totals = evidence.audit().totals();
    this.redelivery = new Redelivery(evidence.faults().kills());
  }

  /**
   * How many tasks there were, and how often something was done to them.
   *
   * @param inputs tasks that are known to have been given to the queue, whatever its books say
   * @param executions how often a handler was started
   * @param refusedOutcomes outcomes that came too late and were refused
   * @param takenBack tasks that were acknowledged and unconfirmed, and went with a failover
   * @param ranAgain tasks that ran again, of which a failover may have taken back a run or its end
   */
  record Counts(
      long inputs,
      long executions,
      long refusedOutcomes,
      long retried,
      long reaped,
      long released,
      long takenBack,
      long ranAgain) {}

  /**
   * What was found.
   *
   * @param firstWrong the number of the first task that a rule is broken for, or {@link
   *     Note#NO_TASK}
   */
  record Judged(LedgerVerdict verdict, int firstWrong, Counts counts, Redelivery redelivery) {}

  static Judged judge(Evidence evidence) {
    Judge judge = new Judge(evidence);
    for (int task = 0; task < evidence.sends().tasks(); task++) {
      judge.hear(task, new TaskTrial(evidence, task));
    }
    judge.sum();
    return judge.judged();
  }

  private void hear(int task, TaskTrial trial) {
    executions += trial.count(Kind.START);
    retried += trial.count(Kind.RETRIED);
    released += trial.count(Kind.RELEASED);
    refusedOutcomes += trial.count(Kind.REFUSED);
    crashes += evidence.fates().crashes(task);
    unacknowledged += trial.thereUnacknowledged() ? 1 : 0;
    takenBack += trial.takenBack() ? 1 : 0;
    maybeTakenBack += trial.thereUnacknowledged() && trial.maybeTakenBack() ? 1 : 0;
    ranAgain += trial.count(Kind.START) > 1 && trial.runsTakenBack() > 0 ? 1 : 0;
    keptEnds += trial.keptEnd() ? 1 : 0;
    redelivery.add(trial.entries());
    hearLost(task, trial);
    hearDoubled(task, trial);
    hearExcess(task, trial);
    hearDropped(task, trial);
    hearDead(task);
  }

  private void hearLost(int task, TaskTrial trial) {
    String why = trial.lost();
    if (why != null) {
      lost++;
      firstLost = firstLost == null ? "task " + task + ": " + why : firstLost;
      wrong(task);
    }
  }

  private void hearDoubled(int task, TaskTrial trial) {
    String why = trial.doubled();
    if (why != null) {
      doubled++;
      firstDoubled = firstDoubled == null ? "task " + task + ": " + why : firstDoubled;
      wrong(task);
    }
  }

  private void hearExcess(int task, TaskTrial trial) {
    int more = trial.unexplained();
    excess += more;
    if (more > 0 && firstExcess == Note.NO_TASK) {
      firstExcess = task;
    }
  }

  private void hearDropped(int task, TaskTrial trial) {
    if (trial.maybeDropped()) {
      maybeDropped++;
      firstDropped = firstDropped == Note.NO_TASK ? task : firstDropped;
    }
  }

  private void hearDead(int task) {
    boolean poison = evidence.poison().get(task);
    boolean dead = evidence.fates().of(task) == Fates.Fate.DEAD;
    deadWithoutPoison += dead && !poison ? 1 : 0;
    poisonNotDead += poison && evidence.fates().of(task) == Fates.Fate.SUCCEEDED ? 1 : 0;
  }

  private void sum() {
    find(lost, "tasks are lost, the first is " + firstLost);
    find(doubled, "tasks are doubled, the first is " + firstDoubled);
    executionsExplained();
    goneHadEnded();
    acceptedAreThere();
    doubled(evidence.history().strangers(), "notes are of tasks that this run never made");
    audit();
    for (String key : evidence.orphans()) {
      lost(1, "key should be empty and is not: " + key);
    }
    letters();
    find(poisonNotDead, "poisonous tasks succeeded");
    if (!evidence.poison().isEmpty()) {
      find(deadWithoutPoison, "tasks died of the poison of others");
    }
  }

  private void executionsExplained() {
    long unheard =
        Math.max(0, totals.retried() - retried)
            + Math.max(0, totals.reaped() - crashes)
            + Math.max(0, totals.released() - released - evidence.history().releasedUnstarted());
    if (excess > unheard) {
      wrong(firstExcess);
      doubled(
          excess - unheard, "executions that nothing explains, the first of task " + firstExcess);
    }
    doubled(crashes - totals.reaped(), "crashes on tasks more than were reaped");
  }

  /** The books count each end, also of a task that a full Redis has dropped since. */
  private void goneHadEnded() {
    if (maybeDropped > dropped()) {
      wrong(firstDropped);
      lost(maybeDropped - dropped(), "tasks are gone, more than ended and made room");
    }
  }

  private long dropped() {
    return evidence.wasFull() ? Math.max(0, ended() - keptEnds) : 0;
  }

  private long ended() {
    return totals.succeeded() + totals.dead() + totals.cancelled() + totals.expired();
  }

  /** Of one that was dropped nothing may be known, when its send and its run were not heard of. */
  private void acceptedAreThere() {
    long there = inputs() + Math.max(0, dropped() - maybeDropped);
    long sure = inputs() - maybeTakenBack;
    lost(sure - totals.accepted(), "tasks are there and were never counted as accepted");
    doubled(totals.accepted() - there, "tasks were counted as accepted and nobody knows them");
  }

  private long inputs() {
    return evidence.sends().count(Sends.Send.ACKNOWLEDGED) - takenBack + unacknowledged;
  }

  private void audit() {
    lost(evidence.audit().unfinished(), "tasks are not finished");
    lost(totals.accepted() - ended(), "accepted tasks have no end on the books");
    doubled(ended() - totals.accepted(), "ends too many on the books");
    if (!evidence.audit().balanced()) {
      findings.add("the audit does not balance: " + evidence.audit());
    }
  }

  private void letters() {
    Evidence.Letters letters = evidence.letters();
    lost(letters.unsent(), "letters were not delivered");
    lost(letters.outOfReach(), "times letters were out of reach");
    doubled(letters.again(), "follow-ups came again and were known");
  }

  private void lost(long count, String what) {
    // The rules overlap: one missing task breaks several. The largest count is certain.
    lost = Math.max(lost, count);
    find(count, what);
  }

  private void doubled(long count, String what) {
    doubled = Math.max(doubled, count);
    find(count, what);
  }

  private void find(long count, String what) {
    if (count > 0) {
      findings.add(count + " " + what);
    }
  }

  private void wrong(int task) {
    if (firstWrong == Note.NO_TASK) {
      firstWrong = task;
    }
  }

  private Judged judged() {
    LedgerVerdict verdict =
        new LedgerVerdict(
            totals.accepted(),
            totals.succeeded(),
            totals.dead(),
            evidence.sends().count(Sends.Send.REFUSED),
            evidence.sends().count(Sends.Send.UNKNOWN),
            lost,
            doubled,
            findings);
    Counts counts =
        new Counts(
            inputs(),
            executions,
            refusedOutcomes,
            totals.retried(),
            totals.reaped(),
            totals.released(),
            takenBack,
            ranAgain);
    return new Judged(verdict, firstWrong, counts, redelivery);
  }
}
