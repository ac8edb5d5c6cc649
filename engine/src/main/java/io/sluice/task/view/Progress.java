package io.sluice.task.view;

import java.time.Instant;

/**
 * How far a task is, as its handler tells.
 *
 * @param fraction 0 to 1
 * @param message for people, may be empty
 */
public record Progress(double fraction, String message, Instant at) {}
