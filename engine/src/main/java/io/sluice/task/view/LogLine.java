package io.sluice.task.view;

import java.time.Instant;

/** A line that a handler wrote into the log of its task. */
public record LogLine(Instant at, String text) {}
