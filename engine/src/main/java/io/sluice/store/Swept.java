package io.sluice.store;

/**
 * What a call of sweep did.
 *
 * @param dropped how many were past their retention
 * @param acting bulk actions of the queue are under way
 * @param setBack the clock of the store was set back: there is something to pull in
 * @param writing the queue has letters to other queues
 * @param toRecord the queue did something that is not recorded yet
 */
public record Swept(
    int dropped, boolean acting, boolean setBack, boolean writing, boolean toRecord) {}
