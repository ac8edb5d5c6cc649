package io.sluice.gateway.access;

import java.time.Duration;

/**
 * What is left of a rate after one request, in the header fields of the IETF's draft ({@code
 * draft-ietf-httpapi-ratelimit-headers-10}).
 *
 * @param granted whether the request was within the rate
 * @param remaining how many more are, right now
 * @param reset when all of them are there again
 * @param retryAfter when one more will be, if this one was not within the rate
 */
public record Quota(
    Rate rate, boolean granted, long remaining, Duration reset, Duration retryAfter) {
  public static final String POLICY_HEADER = "RateLimit-Policy";
  public static final String HEADER = "RateLimit";

  private static final String NAME = "\"token\"";
  private static final long NANOS = 1_000_000_000L;

  /** The rate itself. */
  public String policyField() {
    return NAME + ";q=" + rate.count() + ";w=" + rate.period().toSeconds();
  }

  /** How much of it is left. */
  public String field() {
    return NAME + ";r=" + remaining + ";t=" + wholeSeconds(reset);
  }

  public long retryAfterSeconds() {
    return Math.max(1, wholeSeconds(retryAfter));
  }

  /** Rounded up, since who comes too early comes in vain. */
  private static long wholeSeconds(Duration duration) {
    return duration.plusNanos(NANOS - 1).toSeconds();
  }
}
