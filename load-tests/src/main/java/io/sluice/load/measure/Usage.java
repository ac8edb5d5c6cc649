package io.sluice.load.measure;

import org.jspecify.annotations.Nullable;

/**
 * What was used up to an instant.
 *
 * @param nanoTime the instant, by {@link System#nanoTime}
 * @param redisCpuMicros CPU of the thread of Redis that runs commands, since Redis began
 * @param redisMemoryBytes what Redis holds now
 * @param clientCpuNanos CPU of this process since it began
 * @param redisCalls calls of scripts and waits for news that Redis has answered since it began,
 *     each of them a round trip of a client; also those of other clients
 */
public record Usage(
    long nanoTime,
    long redisCpuMicros,
    long redisMemoryBytes,
    long clientCpuNanos,
    long redisCalls) {
  private static final long UNSEEN = -1;

  /** Of this process only, where Redis cannot be seen. */
  public static Usage ofClientAlone() {
    return new Usage(System.nanoTime(), UNSEEN, UNSEEN, Machine.cpuNanosOfThisProcess(), UNSEEN);
  }

  /** By how much what Redis holds has grown for each of so many tasks; null where unseen. */
  public @Nullable Double redisBytesUntil(Usage then, long tasks) {
    return seesRedis() ? (double) (then.redisMemoryBytes - redisMemoryBytes) / tasks : null;
  }

  boolean seesRedis() {
    return redisCpuMicros != UNSEEN;
  }
}
