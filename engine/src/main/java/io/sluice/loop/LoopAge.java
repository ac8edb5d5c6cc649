package io.sluice.loop;

import java.time.Duration;

/**
 * How long ago a loop completed a pass.
 *
 * @param late longer ago than it should be
 */
public record LoopAge(String name, Duration age, boolean late) {}
