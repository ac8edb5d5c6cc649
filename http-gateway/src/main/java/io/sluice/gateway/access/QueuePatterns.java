package io.sluice.gateway.access;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which queues a token reaches: names, in which a {@code *} stands for any characters.
 *
 * @param patterns one of them must match
 */
public record QueuePatterns(List<String> patterns) {
  public static final QueuePatterns ALL = new QueuePatterns(List.of("*"));
  static final QueuePatterns NONE = new QueuePatterns(List.of());

  private static final int LONGEST = 100;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._*-]{1," + LONGEST + "}");

  public QueuePatterns {
    patterns = List.copyOf(patterns);
  }

  /**
   * Reads patterns with commas between them.
   *
   * @throws IllegalArgumentException when one of them could match no queue
   */
  public static QueuePatterns parse(String text) {
    List<String> patterns = List.of(text.split(",", -1));
    for (String pattern : patterns) {
      if (!FORM.matcher(pattern).matches()) {
        throw new IllegalArgumentException(
            "queues must be names of queues separated by commas, where * stands for any"
                + " characters, is '"
                + text
                + "'");
      }
    }
    return new QueuePatterns(patterns);
  }

  boolean areAll() {
    return patterns.contains("*");
  }

  /** Whether one of them matches the name of a queue. */
  public boolean match(String queue) {
    for (String pattern : patterns) {
      if (matches(pattern, queue)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Goes back to the last star only, so the work is bounded by the product of the lengths, whatever
   * the pattern.
   */
  private static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int taken = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        taken = n;
      } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++taken;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  @Override
  public String toString() {
    return String.join(",", patterns);
  }
}
