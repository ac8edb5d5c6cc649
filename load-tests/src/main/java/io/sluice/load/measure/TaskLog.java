package io.sluice.load.measure;

import io.sluice.task.TaskId;
import java.util.concurrent.atomic.LongAdder;

/**
 * What the harness itself saw of each task, by the sequence number in its payload: what became of
 * its send, and how often it ran. Two bytes a task; thread-safe.
 */
public final class TaskLog {
  /** What became of a send. */
  enum Send {
    /** Not made. */
    NONE(0),
    /** Made, and not answered or answered with an error that leaves it open. */
    UNKNOWN(1),
    /** Accepted. */
    ACKNOWLEDGED(2),
    /** Answered with an error that says it was not accepted. */
    REFUSED(3);

    private final int code;

    Send(int code) {
      this.code = code;
    }

    private static Send of(int code) {
      return switch (code) {
        case 1 -> UNKNOWN;
        case 2 -> ACKNOWLEDGED;
        case 3 -> REFUSED;
        default -> NONE;
      };
    }
  }

  private final ByteTable sends;
  private final ByteTable executions;
  private final IdSum acknowledged = new IdSum();
  private final LongAdder strangers = new LongAdder();

  /** For as many tasks as there will be. */
  public TaskLog() {
    this(Integer.MAX_VALUE);
  }

  /**
   * @param tasks sequence numbers go from zero to one less than this
   */
  public TaskLog(int tasks) {
    sends = new ByteTable(tasks);
    executions = new ByteTable(tasks);
  }

  /** Takes the memory for so many now, so that a long run does not seem to grow by it. */
  public void reserve(int tasks) {
    sends.reserve(tasks);
    executions.reserve(tasks);
  }

  public void sent(int sequence) {
    sends.set(sequence, Send.UNKNOWN.code);
  }

  public void acknowledged(int sequence, TaskId id) {
    sends.set(sequence, Send.ACKNOWLEDGED.code);
    acknowledged.add(id.value());
  }

  public void refused(int sequence) {
    sends.set(sequence, Send.REFUSED.code);
  }

  /**
   * Notes that a handler started.
   *
   * @return how often this task has run by now; zero for one that this run never made
   */
  public int executed(int sequence) {
    if (sequence < 0 || sequence >= executions.size()) {
      strangers.increment();
      return 0;
    }
    return executions.increment(sequence);
  }

  /** How many were acknowledged so far; O(1). */
  public long acknowledgedCount() {
    return acknowledged.count();
  }

  /** Whether a send was not answered, so that its task may be there; O(n). */
  public boolean hasUnknown() {
    return LogSummary.of(this).unknown() > 0;
  }

  /** From here on nothing is known of any. */
  int size() {
    return Math.max(sends.used(), executions.used());
  }

  Send send(int sequence) {
    return Send.of(sends.get(sequence));
  }

  int executions(int sequence) {
    return executions.get(sequence);
  }

  long strangers() {
    return strangers.sum();
  }

  IdSum acknowledgedIds() {
    return acknowledged;
  }
}
