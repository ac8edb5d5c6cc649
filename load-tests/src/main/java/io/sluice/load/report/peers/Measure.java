package io.sluice.load.report.peers;

/** A figure that every peer's result has at the same place. */
public enum Measure {
  COMPLETED("tasks/s", "completedPerSecond", "/summary/throughput/completedPerSecond"),
  REDIS_CPU("Redis µs/task", "redisCpuMicrosPerTask", "/summary/redis/cpuMicrosPerTask"),
  CLIENT_CPU("client µs/task", "clientCpuMicrosPerTask", "/summary/client/cpuMicrosPerTask"),
  PICKUP_P50("pickup p50 ms", "pickupP50Ms", "/summary/latencyMs/pickup/p50");

  private final String title;
  private final String wireName;
  private final String path;

  Measure(String title, String wireName, String path) {
    this.title = title;
    this.wireName = wireName;
    this.path = path;
  }

  String title() {
    return title;
  }

  String wireName() {
    return wireName;
  }

  /** Where it is in a result. */
  String path() {
    return path;
  }
}
