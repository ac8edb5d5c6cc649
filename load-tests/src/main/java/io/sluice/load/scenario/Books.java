package io.sluice.load.scenario;

import io.sluice.load.measure.IdSum;
import io.sluice.load.measure.LedgerCheck;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.TaskLog;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The ledgers of all queues of a run, judged as one: the log does not know queues. */
final class Books {
  /**
   * Judges the sum, and each queue by its own balance: in a sum, one task lost here and one doubled
   * there are none.
   */
  static LedgerVerdict judge(TaskLog log, List<Ledger> queues, IdSum settled) {
    LedgerVerdict verdict = LedgerCheck.judge(log, sum(queues), settled);
    List<String> findings = new ArrayList<>(verdict.findings());
    long lost = 0;
    long doubled = 0;
    for (Ledger queue : queues.size() == 1 ? List.<Ledger>of() : queues) {
      lost += Math.max(0, Math.max(queue.acceptedBalance(), queue.tasksBalance()));
      doubled += Math.max(0, -Math.min(queue.acceptedBalance(), queue.tasksBalance()));
      if (!queue.balanced()) {
        findings.add("queue " + queue.queue() + " is not balanced: " + queue);
      }
    }
    return new LedgerVerdict(
        verdict.accepted(),
        verdict.succeeded(),
        verdict.dead(),
        verdict.refused(),
        verdict.unknown(),
        Math.max(verdict.lost(), lost),
        Math.max(verdict.doubled(), doubled),
        findings);
  }

  static long unfinished(List<Ledger> queues) {
    return total(queues, Ledger::unfinished);
  }

  /** One ledger of all of them, by the name of the first. */
  static Ledger sum(List<Ledger> queues) {
    return new Ledger(
        queues.get(0).queue(),
        total(queues, Ledger::acceptedBalance),
        total(queues, Ledger::tasksBalance),
        total(queues, Ledger::resultsBalance),
        unfinished(queues),
        new QueueView.Totals(
            counted(queues, QueueView.Totals::accepted),
            counted(queues, QueueView.Totals::succeeded),
            counted(queues, QueueView.Totals::retried),
            counted(queues, QueueView.Totals::reaped),
            counted(queues, QueueView.Totals::released),
            counted(queues, QueueView.Totals::snoozed),
            counted(queues, QueueView.Totals::dead),
            counted(queues, QueueView.Totals::cancelled),
            counted(queues, QueueView.Totals::expired),
            counted(queues, QueueView.Totals::purged)),
        new Ledger.Corrections(
            total(queues, ledger -> ledger.corrections().repaired()),
            total(queues, ledger -> ledger.corrections().lost())));
  }

  private static long counted(List<Ledger> queues, ToLongFunction<QueueView.Totals> figure) {
    return total(queues, queue -> figure.applyAsLong(queue.totals()));
  }

  private static long total(List<Ledger> queues, ToLongFunction<Ledger> figure) {
    return queues.stream().mapToLong(figure).sum();
  }

  private Books() {}
}
