package io.sluice.load.measure;

/**
 * What one task cost over a stretch of a run. «Client» is this process: producer, worker and the
 * harness together.
 *
 * @param redisCpuMicrosPerTask not a number where Redis cannot be seen
 * @param redisCallsPerTask the round trips to Redis, of which tasks that come together share one;
 *     not a number where Redis cannot be seen
 */
public record Cost(
    double redisCpuMicrosPerTask, double clientCpuMicrosPerTask, double redisCallsPerTask) {
  private static final double NANOS_PER_MICRO = 1e3;

  /** The cost per task between two instants. */
  public static Cost between(Usage from, Usage to, long tasks) {
    double each = Math.max(1, tasks);
    return new Cost(
        from.seesRedis() ? (to.redisCpuMicros() - from.redisCpuMicros()) / each : Double.NaN,
        (to.clientCpuNanos() - from.clientCpuNanos()) / NANOS_PER_MICRO / each,
        from.seesRedis() ? (to.redisCalls() - from.redisCalls()) / each : Double.NaN);
  }

  /** The cost of a whole cycle whose parts were measured apart. */
  public Cost plus(Cost other) {
    return new Cost(
        redisCpuMicrosPerTask + other.redisCpuMicrosPerTask,
        clientCpuMicrosPerTask + other.clientCpuMicrosPerTask,
        redisCallsPerTask + other.redisCallsPerTask);
  }
}
