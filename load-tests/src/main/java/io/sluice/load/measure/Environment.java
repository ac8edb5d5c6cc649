package io.sluice.load.measure;

/**
 * Where a figure was measured. No names of hosts or folders: results are passed around.
 *
 * @param memoryBytes of the machine
 * @param heapBytes the most this JVM may use
 */
public record Environment(
    String os, int cores, String jdk, long memoryBytes, long heapBytes, RedisFacts redis) {

  /** This machine and JVM, with that Redis. */
  public static Environment of(RedisFacts redis) {
    return new Environment(
        System.getProperty("os.name")
            + ' '
            + System.getProperty("os.version")
            + ' '
            + System.getProperty("os.arch"),
        Runtime.getRuntime().availableProcessors(),
        Runtime.version().toString(),
        Machine.memoryBytes(),
        Runtime.getRuntime().maxMemory(),
        redis);
  }
}
