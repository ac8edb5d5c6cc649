package io.sluice.store;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a worker tells of itself, for people who look.
 *
 * @param capacity most tasks it holds at once; null when it does not know
 * @param inFlight tasks it holds now; null when it does not know
 * @param life of its session
 * @param host where it runs; null when nobody knows
 */
public record WorkerNote(
    @Nullable Integer capacity, @Nullable Integer inFlight, Duration life, @Nullable String host) {}
