package io.sluice.gateway.http;

import java.time.Duration;

/**
 * How long a connection may keep the server waiting.
 *
 * @param idle without a request
 * @param read the longest silence inside of one
 * @param request for all of a request to come in, save a stream
 * @param stall while nothing is taken of what was written to it
 */
public record Timeouts(Duration idle, Duration read, Duration request, Duration stall) {
  public static final Timeouts DEFAULT =
      new Timeouts(
          RequestLimits.IDLE_TIMEOUT,
          RequestLimits.READ_TIMEOUT,
          RequestLimits.REQUEST_TIMEOUT,
          RequestLimits.STALL_TIMEOUT);
}
