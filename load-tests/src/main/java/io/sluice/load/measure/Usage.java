package io.sluice.load.measure;

/**
 * What was used up to an instant.
 *
 * @param nanoTime the instant, by {@link System#nanoTime}
 * @param redisCpuMicros CPU of the thread of Redis that runs commands, since Redis began
 * @param redisMemoryBytes what Redis holds now
 * @param clientCpuNanos CPU of this process since it began
 */
public record Usage(
    long nanoTime, long redisCpuMicros, long redisMemoryBytes, long clientCpuNanos) {}
