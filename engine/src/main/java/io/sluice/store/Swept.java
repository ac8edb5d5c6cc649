package io.sluice.store;

/**
 * What a call of sweep did.
 *
 * @param dropped how many were past their retention
 * @param acting bulk actions of the queue are under way
 */
public record Swept(int dropped, boolean acting) {}
