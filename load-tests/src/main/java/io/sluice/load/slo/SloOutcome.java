package io.sluice.load.slo;

import org.jspecify.annotations.Nullable;

/**
 * How a run did by one objective.
 *
 * @param rule as it was written
 * @param measured null when the run has no such figure, which is not met
 * @param unit of both numbers; empty for a plain count
 */
public record SloOutcome(
    String rule, @Nullable Double measured, double limit, String unit, boolean met) {}
