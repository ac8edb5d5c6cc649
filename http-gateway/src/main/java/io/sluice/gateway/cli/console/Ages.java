package io.sluice.gateway.cli.console;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Lengths of time, for people: the two largest units that say something. */
public final class Ages {
  public static String ofMillis(long millis) {
    long seconds = TimeUnit.MILLISECONDS.toSeconds(millis);
    if (millis < 1) {
      return "-";
    }
    if (seconds < 10) {
      return String.format(Locale.ROOT, "%.1fs", millis / 1_000.0);
    }
    if (seconds < 60) {
      return seconds + "s";
    }
    if (seconds < 3_600) {
      return seconds / 60 + "m" + seconds % 60 + "s";
    }
    long hours = seconds / 3_600;
    return hours < 24 ? hours + "h" + seconds / 60 % 60 + "m" : hours / 24 + "d" + hours % 24 + "h";
  }

  private Ages() {}
}
