package io.sluice.load.slo;

import io.sluice.load.measure.Stage;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What objectives are about.
 *
 * @param histograms in nanoseconds; stages that were not timed are not there
 * @param redisCpuMicrosPerTask null where Redis cannot be seen
 */
public record SloSubject(
    Map<Stage, Histogram> histograms,
    double enqueuedPerSecond,
    double completedPerSecond,
    @Nullable Double redisCpuMicrosPerTask,
    long lost,
    long doubled) {}
