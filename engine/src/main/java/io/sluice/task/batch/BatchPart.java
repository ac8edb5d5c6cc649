package io.sluice.task.batch;

import io.sluice.task.QueueName;

/**
 * The members of a batch in one queue.
 *
 * @param counts of the queue in which the batch was opened as they are now, of another queue as it
 *     told last
 * @param isFinal whether the queue takes no more members, as far as the batch knows
 */
public record BatchPart(QueueName queue, BatchCounts counts, boolean isFinal) {}
