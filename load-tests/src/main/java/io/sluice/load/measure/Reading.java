package io.sluice.load.measure;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All counters at one instant.
 *
 * @param redis null where Redis could not be seen
 */
record Reading(
    long nanoTime,
    long offered,
    long sent,
    long acknowledged,
    long completed,
    @Nullable Usage redis,
    long cpuNanos,
    long gcPauseMillis) {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final double NANOS_PER_MICRO = 1e3;
  private static final double PERCENT = 100;

  static Reading of(Progress progress, @Nullable Usage redis) {
    // Completed first: what completes between two looks must not make the backlog negative.
    long completed = progress.completed();
    long acknowledged = progress.acknowledged();
    long sent = progress.sent();
    return new Reading(
        System.nanoTime(),
        progress.offered(),
        sent,
        acknowledged,
        completed,
        redis,
        Machine.cpuNanosOfThisProcess(),
        Machine.gcPauseMillis());
  }

  Moment since(Reading then, long start, Map<Stage, LatencySummary> latency) {
    return new Moment(
        (nanoTime - start) / NANOS_PER_SECOND,
        new Moment.Rates(
            perSecond(then, offered - then.offered),
            perSecond(then, sent - then.sent),
            perSecond(then, acknowledged - then.acknowledged),
            perSecond(then, completed - then.completed)),
        Math.max(0, acknowledged - completed),
        redisSince(then.redis),
        new Moment.Jvm(
            perSecond(then, cpuNanos - then.cpuNanos) / NANOS_PER_SECOND * PERCENT,
            Machine.heapBytes(),
            Machine.rssBytes(),
            gcPauseMillis - then.gcPauseMillis),
        latency);
  }

  private double perSecond(Reading then, long count) {
    return count * NANOS_PER_SECOND / Math.max(1, nanoTime - then.nanoTime);
  }

  /** By the instants of its own answers, which differ from ours by their way. */
  private Moment.@Nullable Redis redisSince(@Nullable Usage then) {
    Usage now = redis;
    if (now == null || then == null) {
      return null;
    }
    double cpu = (now.redisCpuMicros() - then.redisCpuMicros()) * NANOS_PER_MICRO;
    long wall = Math.max(1, now.nanoTime() - then.nanoTime());
    return new Moment.Redis(cpu / wall * PERCENT, now.redisMemoryBytes());
  }
}
