package io.sluice.load.measure;

import io.sluice.task.view.QueueView;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges a run whose tasks others ran: only what was acknowledged is known here, and what the queue
 * counted meanwhile. Weaker than {@link LedgerCheck}; whoever else uses the queue breaks it.
 */
public final class TotalsCheck {
  /**
   * Applies every rule.
   *
   * @param counted what the totals of the queue grew by, from before the first send
   * @param unfinished tasks that are still there
   */
  public static LedgerVerdict judge(TaskLog log, QueueView.Totals counted, long unfinished) {
    LogSummary sends = LogSummary.of(log);
    long ended = counted.succeeded() + counted.dead() + counted.cancelled() + counted.expired();
    long there = counted.accepted() - sends.acknowledged();
    List<String> findings = new ArrayList<>();
    long lost = 0;
    long doubled = 0;
    if (there < 0) {
      lost = -there;
      findings.add(lost + " acknowledged tasks were never counted as accepted");
    }
    if (there > sends.unknown()) {
      doubled = there - sends.unknown();
      findings.add(doubled + " more tasks were accepted than were sent; does nobody else send?");
    }
    if (ended < counted.accepted()) {
      long missing = counted.accepted() - ended;
      lost = Math.max(lost, missing);
      findings.add(missing + " accepted tasks have not ended, " + unfinished + " are unfinished");
    }
    if (ended > counted.accepted()) {
      doubled = Math.max(doubled, ended - counted.accepted());
      findings.add((ended - counted.accepted()) + " tasks ended more often than accepted");
    }
    return new LedgerVerdict(
        counted.accepted(),
        counted.succeeded(),
        counted.dead(),
        sends.refused(),
        sends.unknown(),
        lost,
        doubled,
        findings);
  }

  private TotalsCheck() {}
}
