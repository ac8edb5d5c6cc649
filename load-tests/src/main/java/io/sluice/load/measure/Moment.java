package io.sluice.load.measure;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One interval of a pass.
 *
 * @param endSeconds when it ended, since the start of the pass
 * @param backlog tasks accepted and not ended at its end
 * @param redis null when Redis cannot be seen, or did not answer in time
 * @param latency of this interval alone, of the stages that have any
 */
public record Moment(
    double endSeconds,
    Rates rates,
    long backlog,
    @Nullable Redis redis,
    Jvm jvm,
    Map<Stage, LatencySummary> latency) {

  public Moment {
    latency = Map.copyOf(latency);
  }

  /** By the second, over the interval. */
  public record Rates(
      double offeredPerSecond,
      double sentPerSecond,
      double acknowledgedPerSecond,
      double completedPerSecond) {}

  /**
   * @param cpuPercent of one core, of the thread that runs commands
   */
  public record Redis(double cpuPercent, long memoryBytes) {}

  /**
   * This process: engine and harness together.
   *
   * @param cpuPercent of one core, so that two busy cores are 200
   * @param rssBytes null where the system does not tell
   * @param gcPauseMillis all pauses of the interval together
   */
  public record Jvm(
      double cpuPercent, long heapBytes, @Nullable Long rssBytes, double gcPauseMillis) {}
}
