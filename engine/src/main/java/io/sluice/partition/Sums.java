package io.sluice.partition;

import io.sluice.task.view.BulkAction;
import io.sluice.task.view.BulkAction.Progress;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.LettersView;
import io.sluice.task.view.LineView;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.WorkerView;
import java.util.ArrayList;
import java.util.List;

/** Puts together what two partitions of a queue answer. What is not counted is of the first. */
public final class Sums {
  static QueueView views(QueueView one, QueueView other) {
    return new QueueView(
        one.queue().whole(),
        one.pause(),
        one.settings(),
        counts(one.counts(), other.counts()),
        totals(one.totals(), other.totals()),
        rates(one.rates(), other.rates()),
        one.oldestReadyAge().compareTo(other.oldestReadyAge()) < 0
            ? other.oldestReadyAge()
            : one.oldestReadyAge(),
        Math.max(one.workers(), other.workers()),
        one.openBatches() + other.openBatches(),
        one.partitions() + other.partitions());
  }

  private static QueueView.Counts counts(QueueView.Counts one, QueueView.Counts other) {
    return new QueueView.Counts(
        one.scheduled() + other.scheduled(),
        one.ready() + other.ready(),
        one.running() + other.running(),
        one.retrying() + other.retrying(),
        one.dead() + other.dead(),
        one.succeeded() + other.succeeded(),
        one.cancelled() + other.cancelled(),
        one.expired() + other.expired());
  }

  private static QueueView.Totals totals(QueueView.Totals one, QueueView.Totals other) {
    return new QueueView.Totals(
        one.accepted() + other.accepted(),
        one.succeeded() + other.succeeded(),
        one.retried() + other.retried(),
        one.reaped() + other.reaped(),
        one.released() + other.released(),
        one.snoozed() + other.snoozed(),
        one.dead() + other.dead(),
        one.cancelled() + other.cancelled(),
        one.expired() + other.expired(),
        one.purged() + other.purged(),
        one.redriven() + other.redriven());
  }

  private static QueueView.Rates rates(QueueView.Rates one, QueueView.Rates other) {
    return new QueueView.Rates(
        one.accepted() + other.accepted(),
        one.succeeded() + other.succeeded(),
        one.retried() + other.retried(),
        one.dead() + other.dead(),
        one.ended() + other.ended());
  }

  /** Each balances alone; differences are added by their size, so that none hides another. */
  public static Ledger ledgers(Ledger one, Ledger other) {
    return new Ledger(
        one.queue().whole(),
        off(one.acceptedBalance(), other.acceptedBalance()),
        off(one.tasksBalance(), other.tasksBalance()),
        off(one.resultsBalance(), other.resultsBalance()),
        one.unfinished() + other.unfinished(),
        totals(one.totals(), other.totals()),
        new Ledger.Corrections(
            one.corrections().repaired() + other.corrections().repaired(),
            one.corrections().lost() + other.corrections().lost()));
  }

  private static long off(long one, long other) {
    boolean sameSide = Long.signum(one) * Long.signum(other) >= 0;
    return sameSide ? one + other : Math.abs(one) + Math.abs(other);
  }

  static LettersView letters(LettersView one, LettersView other) {
    List<LineView> lines = new ArrayList<>(one.lines());
    lines.addAll(other.lines());
    return new LettersView(
        one.queue().whole(),
        one.unsent() + other.unsent(),
        one.outOfReach() + other.outOfReach(),
        one.cut() + other.cut(),
        lines);
  }

  static WorkerView whole(WorkerView worker) {
    return new WorkerView(
        worker.queue().whole(),
        worker.session(),
        worker.capacity(),
        worker.inFlight(),
        worker.heartbeatAge(),
        worker.expiresIn(),
        worker.host(),
        worker.version(),
        worker.since(),
        worker.types(),
        worker.asked());
  }

  /** One session in two partitions, as workers elsewhere have, is as long alive as in any. */
  static WorkerView workers(WorkerView one, WorkerView other) {
    return one.expiresIn().compareTo(other.expiresIn()) < 0 ? other : one;
  }

  static BulkAction actions(BulkAction one, BulkAction other) {
    return new BulkAction(
        one.id(),
        one.queue().whole(),
        one.kind(),
        progress(one.progress(), other.progress()),
        one.matched() + other.matched(),
        one.processed() + other.processed(),
        one.failed() + other.failed(),
        one.startedAt().isBefore(other.startedAt()) ? one.startedAt() : other.startedAt(),
        one.waitingFor() == null ? other.waitingFor() : one.waitingFor());
  }

  private static Progress progress(Progress one, Progress other) {
    if (one == Progress.RUNNING || other == Progress.RUNNING) {
      return Progress.RUNNING;
    }
    return one == Progress.ABORTED ? one : other;
  }

  private Sums() {}
}
