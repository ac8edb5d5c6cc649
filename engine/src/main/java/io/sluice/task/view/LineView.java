package io.sluice.task.view;

import io.sluice.task.QueueName;

/**
 * The letters from a queue to one other.
 *
 * @param target the queue that they are for
 * @param unsent letters that the target is not known to hold
 * @param kept letters that are in Redis: the unsent ones, and those of the last minute or so
 * @param tries how often letters were taken to the target without an answer since the last one, at
 *     most 6
 */
public record LineView(QueueName target, long unsent, long kept, int tries) {}
