package io.sluice.redis.link;

import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.metrics.MicrometerCommandLatencyRecorder;
import io.lettuce.core.metrics.MicrometerOptions;
import io.lettuce.core.protocol.CommandType;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Lettuce's own meters, {@code lettuce.command.completion} and {@code
 * lettuce.command.firstresponse}. A class of its own, so that without Micrometer nothing of it is
 * loaded.
 */
public final class CommandMeters {
  /** All but the command that waits for work: how long that takes says nothing. */
  public static CommandLatencyRecorder in(MeterRegistry registry) {
    return new MicrometerCommandLatencyRecorder(
        registry,
        MicrometerOptions.builder()
            .metricsFilter(command -> command.getType() != CommandType.BLMOVE)
            .build());
  }

  private CommandMeters() {}
}
