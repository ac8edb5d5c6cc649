package io.sluice.task;

/** A batch does not allow what was asked of it; nothing was changed. */
public final class BatchException extends SluiceException {
  private static final long serialVersionUID = 1L;

  /** Why it does not. */
  public enum Reason {
    /** No caller can add members any more. */
    SEALED,
    /** There is no such batch: it was never opened, or is past its retention. */
    UNKNOWN,
    /** As many batches of its queue as may have not ended. */
    TOO_MANY,
    /** As many batches as may lie in one another. */
    TOO_DEEP,
    /** As many queues as may have members of one batch. */
    TOO_WIDE,
    /** Some of its members have not ended. */
    NOT_ENDED,
    /** It was not opened to gather, so that ends of its members are counted only. */
    NOT_GATHERED,
    /** The batch was cancelled, so that none of its members runs again. */
    CANCELLED
  }

  private final Reason reason;

  private BatchException(Code code, Reason reason, String message) {
    super(code, message, null);
    this.reason = reason;
  }

  /**
   * @param batch its id and its queue
   */
  public static BatchException sealed(String batch) {
    return new BatchException(
        Code.BATCH_SEALED,
        Reason.SEALED,
        "batch " + batch + " is sealed and takes no more members; open another one");
  }

  /**
   * @param batch its id and its queue
   */
  public static BatchException unknown(String batch) {
    return new BatchException(
        Code.UNKNOWN_BATCH,
        Reason.UNKNOWN,
        "there is no batch " + batch + ": it was never opened, or is past its retention");
  }

  /**
   * @param most how many batches may not have ended
   */
  public static BatchException tooMany(QueueName queue, int most) {
    return new BatchException(
        Code.STATE_CONFLICT,
        Reason.TOO_MANY,
        "queue %s has %d batches that have not ended; seal or cancel some of them first"
            .formatted(queue, most));
  }

  /**
   * @param parent its id and its queue
   * @param most how many batches may lie in one another
   */
  public static BatchException tooDeep(String parent, int most) {
    return new BatchException(
        Code.STATE_CONFLICT,
        Reason.TOO_DEEP,
        "batch %s is the last of %d that lie in one another; open the batch without it"
            .formatted(parent, most));
  }

  /**
   * @param batch its id and its queue
   * @param most how many other queues may have members of it
   */
  public static BatchException tooWide(String batch, int most) {
    return new BatchException(
        Code.STATE_CONFLICT,
        Reason.TOO_WIDE,
        "batch %s has members in %d other queues already; open another batch"
            .formatted(batch, most));
  }

  /**
   * @param batch its id and its queue
   */
  public static BatchException notEnded(String batch) {
    return new BatchException(
        Code.STATE_CONFLICT,
        Reason.NOT_ENDED,
        "batch " + batch + " has members that have not ended; cancel it or wait for them");
  }

  /**
   * @param batch its id and its queue
   */
  public static BatchException notGathered(String batch) {
    return new BatchException(
        Code.STATE_CONFLICT,
        Reason.NOT_GATHERED,
        "batch " + batch + " only counts the ends of its members; open a batch that gathers them");
  }

  /** Of a dead member that was to run again. */
  public static BatchException cancelled(QueueName queue, TaskId member) {
    return new BatchException(
        Code.STATE_CONFLICT,
        Reason.CANCELLED,
        "the batch of task %s in queue %s was cancelled; enqueue the task again"
            .formatted(member, queue));
  }

  /** Why it does not. */
  public Reason reason() {
    return reason;
  }
}
