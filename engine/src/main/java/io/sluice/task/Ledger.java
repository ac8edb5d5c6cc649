package io.sluice.task;

/**
 * What the audit of a queue found. At every instant each task that was accepted is in exactly one
 * place, so both balances are zero; anything else is a task lost or doubled.
 *
 * @param acceptedBalance accepted − (waiting + running + dead + succeeded + cancelled + expired +
 *     purged)
 * @param tasksBalance stored tasks − tasks that some structure holds
 * @param resultsBalance stored results − finished tasks inside their retention
 * @param unfinished tasks that are neither finished nor dead
 */
public record Ledger(
    QueueName queue,
    long acceptedBalance,
    long tasksBalance,
    long resultsBalance,
    long unfinished,
    QueueView.Totals totals) {

  /** Whether every task is accounted for. */
  public boolean balanced() {
    return acceptedBalance == 0 && tasksBalance == 0 && resultsBalance == 0;
  }
}
