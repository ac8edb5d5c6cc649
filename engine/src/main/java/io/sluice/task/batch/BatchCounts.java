package io.sluice.task.batch;

/**
 * How many members of a batch are in which state. A member counts from its enqueue on, and stays
 * counted when its task is dropped after its retention.
 *
 * @param pending members that wait or run
 * @param dead members that failed for good; one that is redriven is pending again
 */
public record BatchCounts(long pending, long succeeded, long dead, long cancelled, long expired) {
  /** Of a batch without members. */
  public static final BatchCounts NONE = new BatchCounts(0, 0, 0, 0, 0);

  /** All members. */
  public long total() {
    return pending + succeeded + dead + cancelled + expired;
  }

  /** The sum. */
  public BatchCounts plus(BatchCounts other) {
    return new BatchCounts(
        pending + other.pending,
        succeeded + other.succeeded,
        dead + other.dead,
        cancelled + other.cancelled,
        expired + other.expired);
  }
}
