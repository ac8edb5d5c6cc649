package io.sluice.store;

import java.util.Map;

/**
 * The answer to an enqueue of tasks that carry a condition.
 *
 * @param full the queue is over its backlog: nothing was taken
 * @param refusals why items were not taken, by their place in the call
 */
public record OnceReply(boolean full, Map<Integer, Refusal> refusals) {}
