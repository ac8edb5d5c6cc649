package io.sluice.load.measure;

import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges a run after its drain: what the harness saw of each task against what the engine says of
 * the queue. Neither is believed alone: the harness cannot see how a task ended, and the engine's
 * counters can be balanced and wrong.
 *
 * <p>The rules: each acknowledged task ran and ended; a task of which no acknowledgement came is
 * wholly there or wholly absent; executions beyond one a task are covered by what was retried,
 * reaped, released and snoozed; nothing ended twice; the audit balances.
 */
public final class LedgerCheck {
  private final LogSummary log;
  private final Ledger audit;
  private final QueueView.Totals totals;
  private final List<String> findings = new ArrayList<>();
  private long lost;
  private long doubled;

  private LedgerCheck(LogSummary log, Ledger audit) {
    this.log = log;
    this.audit = audit;
    this.totals = audit.totals();
  }

  /**
   * Applies every rule.
   *
   * @param audit of the queue, which held nothing before the run
   * @param settled the ids whose success a worker was told of, if every worker of the run was
   *     watched; null otherwise
   */
  public static LedgerVerdict judge(TaskLog log, Ledger audit, @Nullable IdSum settled) {
    LedgerCheck check = new LedgerCheck(LogSummary.of(log), audit);
    check.acknowledgedRan();
    check.acceptedEnded();
    check.unknownWhollyThereOrAbsent();
    check.executionsExplained();
    check.auditBalanced();
    if (settled != null && check.log.unknown() == 0) {
      check.settledOnce(log.acknowledgedIds(), settled);
    }
    return check.verdict();
  }

  private void acknowledgedRan() {
    lost(log.neverRan(), "acknowledged tasks never ran");
  }

  private void acceptedEnded() {
    long ended = totals.succeeded() + totals.dead() + totals.cancelled() + totals.expired();
    lost(audit.unfinished(), "tasks are not finished");
    lost(totals.accepted() - ended, "accepted tasks have no end on the books");
    doubled(ended - totals.accepted(), "tasks ended more often than they were accepted");
  }

  private void unknownWhollyThereOrAbsent() {
    long there = totals.accepted() - log.acknowledged();
    lost(-there, "acknowledged tasks were never counted as accepted");
    doubled(there - log.unknown(), "more tasks were accepted than were sent");
    if (there >= 0 && there <= log.unknown()) {
      lost(there - log.unknownRan(), "unacknowledged tasks are half there: accepted, never ran");
      doubled(log.unknownRan() - there, "unacknowledged tasks are half there: ran, not accepted");
    }
  }

  private void executionsExplained() {
    doubled(log.unexplained(), "executions of tasks that were refused or never sent");
    long causes = totals.retried() + totals.reaped() + totals.released() + totals.snoozed();
    doubled(
        log.repeats() - causes,
        "repeated executions that nothing explains ("
            + log.repeats()
            + " repeats, "
            + causes
            + " retried, reaped, released or snoozed)");
  }

  private void auditBalanced() {
    lost(audit.acceptedBalance(), "accepted tasks are nowhere (acceptedBalance)");
    doubled(-audit.acceptedBalance(), "tasks are in two places (acceptedBalance)");
    lost(audit.tasksBalance(), "stored tasks that no structure holds (tasksBalance)");
    doubled(-audit.tasksBalance(), "ids whose task is not stored (tasksBalance)");
    if (audit.resultsBalance() != 0) {
      findings.add("resultsBalance is " + audit.resultsBalance() + ", must be 0");
    }
  }

  private void settledOnce(IdSum acknowledged, IdSum settled) {
    if (totals.succeeded() != totals.accepted() || settled.matches(acknowledged)) {
      return;
    }
    long surplus = settled.count() - acknowledged.count();
    if (surplus == 0) {
      lost(1, "or more acknowledged tasks were not settled, others twice");
      doubled(1, "or more tasks were settled twice, others not at all");
    } else {
      doubled(surplus, "settled tasks too many");
      lost(-surplus, "acknowledged tasks that no worker was told are settled");
    }
  }

  private void lost(long count, String what) {
    if (count > 0) {
      // The rules overlap: one missing task breaks several. The largest count is certain.
      lost = Math.max(lost, count);
      findings.add(count + " " + what);
    }
  }

  private void doubled(long count, String what) {
    if (count > 0) {
      doubled = Math.max(doubled, count);
      findings.add(count + " " + what);
    }
  }

  private LedgerVerdict verdict() {
    return new LedgerVerdict(
        totals.accepted(),
        totals.succeeded(),
        totals.dead(),
        log.refused(),
        log.unknown(),
        lost,
        doubled,
        findings);
  }
}
