package io.sluice.store;

/**
 * What one call of reap did.
 *
 * @param more the walk is not done yet
 * @param fenced sessions that were found expired
 * @param reaped tasks that were taken back
 * @param dead those of them that reached the crash limit
 * @param cancelled those of them whose cancel had been asked
 * @param landing ids that a BLMOVE had left behind
 */
public record Reaped(boolean more, int fenced, int reaped, int dead, int cancelled, int landing) {}
