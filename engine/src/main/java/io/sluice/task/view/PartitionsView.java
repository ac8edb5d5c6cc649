package io.sluice.task.view;

import io.sluice.task.QueueName;
import java.util.List;

/**
 * The partitions of a queue as they stood when somebody looked; a queue that was never divided has
 * one.
 *
 * @param generation how often the spread over the partitions has changed
 * @param dividing whether the queue is being divided now: tasks of buckets that are to go to
 *     another partition are not taken meanwhile
 */
public record PartitionsView(
    QueueName queue, int generation, boolean dividing, List<Partition> partitions) {
  /** Groups, keys and given ids go to the partitions by this many buckets. */
  public static final int BUCKETS = 1024;

  public PartitionsView {
    partitions = List.copyOf(partitions);
  }

  /**
   * One of them.
   *
   * @param name the name that its slot follows from
   * @param buckets how many of the {@link #BUCKETS} it has
   * @param leaving how many of these are closed, since they are to go to another partition
   * @param staying how many of the others are more than its part of an even spread: they were in
   *     use when the queue was divided
   */
  public record Partition(
      QueueName name, int buckets, int leaving, int staying, QueueView.Counts counts) {}

  /** Buckets that would be in another partition if the spread was even. */
  public int staying() {
    return partitions.stream().mapToInt(Partition::staying).sum();
  }
}
