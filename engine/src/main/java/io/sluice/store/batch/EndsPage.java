package io.sluice.store.batch;

import java.util.List;

/**
 * Some of the ends of a batch in one queue, in their order.
 *
 * @param first number of the first of them, from 0 on
 * @param hasMore whether there are more by now
 */
public record EndsPage(long first, boolean hasMore, List<EndedMember> ends) {}
