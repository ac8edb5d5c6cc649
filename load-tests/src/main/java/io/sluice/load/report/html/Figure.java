package io.sluice.load.report.html;

import java.util.Arrays;
import java.util.Optional;

/** The figures of a summary that have a name and a unit. Others are shown by their path. */
enum Figure {
  ENQUEUED("throughput.enqueuedPerSecond", "Enqueued", "tasks/s"),
  COMPLETED("throughput.completedPerSecond", "Completed", "tasks/s"),
  SATURATION("saturation.ratePerSecond", "Highest rate kept", "tasks/s"),
  HTTP("http.requestsPerSecond", "Over HTTP", "requests/s"),
  HTTP_ECHO("http.echoRequestsPerSecond", "HTTP echo that does nothing", "requests/s"),
  HTTP_RATIO("http.ratio", "Of the echo's rate", "×"),
  REDIS_CPU("redis.cpuMicrosPerTask", "Redis CPU", "µs/task"),
  REDIS_ENQUEUE("redis.enqueueCpuMicrosPerTask", "Redis CPU, enqueue", "µs/task"),
  REDIS_RUN("redis.runCpuMicrosPerTask", "Redis CPU, run and settle", "µs/task"),
  REDIS_BYTES("redis.bytesPerQueuedTask", "Redis memory", "bytes/queued task"),
  CLIENT_CPU("client.cpuMicrosPerTask", "Client CPU", "µs/task"),
  CLIENT_ENQUEUE("client.enqueueCpuMicrosPerTask", "Client CPU, enqueue", "µs/task"),
  CLIENT_RUN("client.runCpuMicrosPerTask", "Client CPU, run and settle", "µs/task");

  private final String path;
  private final String label;
  private final String unit;

  Figure(String path, String label, String unit) {
    this.path = path;
    this.label = label;
    this.unit = unit;
  }

  static Optional<Figure> at(String path) {
    return Arrays.stream(values()).filter(figure -> figure.path.equals(path)).findFirst();
  }

  String label() {
    return label;
  }

  String unit() {
    return unit;
  }
}
