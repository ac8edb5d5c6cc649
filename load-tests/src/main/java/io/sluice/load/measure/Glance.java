package io.sluice.load.measure;

import org.jspecify.annotations.Nullable;

/**
 * Where a pass stands, for someone who looks on.
 *
 * @param soFar latency of the longest way that is timed, since the start; null while there is none
 */
public record Glance(Moment moment, @Nullable LatencySummary soFar) {}
