package io.sluice.flow.batch;

import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;

/** A task that was taken in as a member, and how it counts. */
final class Member {
  final TaskId id;
  final QueueName queue;
  final BatchId batch;
  String counted = "pending";
  boolean isThere = true;
  boolean wasDead;

  Member(TaskId id, QueueName queue, BatchId batch) {
    this.id = id;
    this.queue = queue;
    this.batch = batch;
  }
}
