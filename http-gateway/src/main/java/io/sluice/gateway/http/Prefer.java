package io.sluice.gateway.http;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What the caller would like (RFC 7240). Preferences that are unknown or make no sense are ignored,
 * as the RFC wants it; of one that is given twice the first counts.
 *
 * @param waitFor how long to hold the answer back for something to happen; zero for not at all
 * @param minimal whether an answer without a body will do
 */
public record Prefer(Duration waitFor, boolean minimal) {
  public static final String HEADER = "Prefer";

  /** Says which preferences were honoured. */
  public static final String APPLIED = "Preference-Applied";

  public static final String RETURN_MINIMAL = "return=minimal";

  private static final int MAX_WAIT_DIGITS = 9;

  static Prefer parse(List<String> headers) {
    Duration wait = null;
    Boolean minimal = null;
    for (String header : headers) {
      for (String preference : header.split(",", -1)) {
        String[] parts = preference.split(";", 2)[0].split("=", 2);
        String name = parts[0].strip().toLowerCase(Locale.ROOT);
        String value = parts.length < 2 ? "" : unquoted(parts[1].strip());
        if (wait == null && name.equals("wait") && isSeconds(value)) {
          wait = shorter(Duration.ofSeconds(Long.parseLong(value)), RequestLimits.MAX_WAIT);
        } else if (minimal == null && name.equals("return")) {
          minimal = value.equalsIgnoreCase("minimal");
        }
      }
    }
    return new Prefer(wait == null ? Duration.ZERO : wait, minimal != null && minimal);
  }

  public boolean waits() {
    return !waitFor.isZero();
  }

  /** The preference as it is applied. */
  public String appliedWait() {
    return "wait=" + waitFor.toSeconds();
  }

  private static boolean isSeconds(String value) {
    return !value.isEmpty()
        && value.length() <= MAX_WAIT_DIGITS
        && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String unquoted(String value) {
    boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
    return quoted ? value.substring(1, value.length() - 1) : value;
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
