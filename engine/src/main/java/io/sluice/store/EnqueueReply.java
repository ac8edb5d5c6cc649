package io.sluice.store;

import java.util.BitSet;

/**
 * The answer to an enqueue call.
 *
 * @param full the queue is over its backlog: nothing was taken
 * @param duplicates the items, by their place in the call, whose id exists already
 */
public record EnqueueReply(boolean full, BitSet duplicates) {}
