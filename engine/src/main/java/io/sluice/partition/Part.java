package io.sluice.partition;

import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.util.List;

/**
 * Tasks of one partition.
 *
 * @param queue the name of the partition
 */
public record Part(QueueName queue, List<TaskId> ids) {}
