package io.sluice.task.view;

import io.sluice.task.QueueName;

/**
 * What the audit of a queue found. At every instant each task that was accepted is in exactly one
 * place, so both balances are zero; anything else is a task lost or doubled.
 *
 * @param acceptedBalance accepted − (waiting + running + dead + succeeded + cancelled + expired +
 *     purged + lost)
 * @param tasksBalance stored tasks − tasks that some structure holds
 * @param resultsBalance stored results − finished tasks inside their retention
 * @param unfinished tasks that are neither finished nor dead
 * @param corrections how far damage was mended; they never become less
 */
public record Ledger(
    QueueName queue,
    long acceptedBalance,
    long tasksBalance,
    long resultsBalance,
    long unfinished,
    QueueView.Totals totals,
    Corrections corrections) {

  /**
   * What repairs did to a queue since its beginning. Of what was damaged nobody can count again, so
   * the difference is written off where it stays to be seen.
   *
   * @param repaired tasks that were mended
   * @param lost tasks that were accepted and of which nothing was left; below 0: tasks that were
   *     there and that nobody had accepted
   */
  public record Corrections(long repaired, long lost) {
    /** Nothing was ever repaired. */
    public static final Corrections NONE = new Corrections(0, 0);
  }

  /** Whether every task is accounted for. */
  public boolean balanced() {
    return acceptedBalance == 0 && tasksBalance == 0 && resultsBalance == 0;
  }
}
