package io.sluice.load.http;

/**
 * What the gateway said to an enqueue.
 *
 * @param id of the task
 * @param ended whether the task had ended by then
 */
public record Reply(String id, boolean ended) {}
