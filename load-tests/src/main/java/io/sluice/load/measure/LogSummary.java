package io.sluice.load.measure;

/** A {@link TaskLog} in numbers. */
final class LogSummary {
  private long acknowledged;
  private long acknowledgedRan;
  private long refused;
  private long unknown;
  private long unknownRan;
  private long unexplained;
  private long repeats;

  private LogSummary() {}

  static LogSummary of(TaskLog log) {
    LogSummary summary = new LogSummary();
    int size = log.size();
    for (int sequence = 0; sequence < size; sequence++) {
      summary.add(log.send(sequence), log.executions(sequence));
    }
    summary.unexplained += log.strangers();
    return summary;
  }

  private void add(TaskLog.Send send, int executions) {
    int ran = Math.min(1, executions);
    switch (send) {
      case ACKNOWLEDGED -> {
        acknowledged++;
        acknowledgedRan += ran;
        repeats += executions - ran;
      }
      case UNKNOWN -> {
        unknown++;
        unknownRan += ran;
        repeats += executions - ran;
      }
      case REFUSED -> {
        refused++;
        unexplained += executions;
      }
      case NONE -> unexplained += executions;
    }
  }

  /** Sends that were accepted. */
  long acknowledged() {
    return acknowledged;
  }

  /** Acknowledged, and no handler ever started. */
  long neverRan() {
    return acknowledged - acknowledgedRan;
  }

  /** Sends that were definitely not accepted. */
  long refused() {
    return refused;
  }

  /** Sends of which it is not known whether they were accepted. */
  long unknown() {
    return unknown;
  }

  /** Of those, the ones for which a handler started. */
  long unknownRan() {
    return unknownRan;
  }

  /** Executions of tasks that were refused, never sent, or are not of this run. */
  long unexplained() {
    return unexplained;
  }

  /** Executions beyond the first, over all tasks. */
  long repeats() {
    return repeats;
  }
}
