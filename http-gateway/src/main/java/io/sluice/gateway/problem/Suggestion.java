package io.sluice.gateway.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that somebody meant when they wrote one that is not known. */
public final class Suggestion {
  /** A name with more slips than this is taken for another name. */
  private static final int MAX_SLIPS = 3;

  /** Longer names are not compared: the work grows with the square of the length. */
  private static final int MAX_COMPARED = 64;

  /** «; did you mean X?», or nothing when no known name is near. */
  public static String tail(String unknown, Collection<String> known) {
    return nearest(unknown, known).map(name -> "; did you mean " + name + "?").orElse("");
  }

  static Optional<String> nearest(String unknown, Collection<String> known) {
    if (unknown.length() > MAX_COMPARED) {
      return Optional.empty();
    }
    String written = unknown.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(name -> slips(written, name.toLowerCase(Locale.ROOT)) <= allowed(name))
        .min(Comparator.comparingInt(name -> slips(written, name.toLowerCase(Locale.ROOT))));
  }

  private static int allowed(String name) {
    return Math.min(MAX_SLIPS, Math.max(1, name.length() / 3));
  }

  /** Levenshtein distance, by two rows. */
  private static int slips(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], above[j]));
      }
      above = row;
    }
    return above[b.length()];
  }

  private Suggestion() {}
}
