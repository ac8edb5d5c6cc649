package io.sluice.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is kept of a task that failed or crashed.
 *
 * @param texts the failures, the newest first, each behind its time
 */
record Failed(int failures, int crashes, List<String> texts) {
  static final Failed NEVER = new Failed(0, 0, List.of());

  /** Stands between two failures. */
  static final String SEPARATOR = "\36";

  private static final int MOST = 10;

  /** The newest keep what stands behind their third line. */
  private static final int TRACED = 3;

  private static final int SUSPECT_CRASHES = 2;

  boolean suspect() {
    return crashes >= SUSPECT_CRASHES;
  }

  Failed failedWith(long at, String text) {
    return new Failed(failures + 1, crashes, with(at + " " + text));
  }

  Failed crashed() {
    return new Failed(failures, crashes + 1, texts);
  }

  Failed crashedForGood(long at, String text) {
    return new Failed(failures, crashes + 1, with(at + " " + text));
  }

  /** Its failures stay to be read, and count no more. */
  Failed revived() {
    return new Failed(0, 0, texts);
  }

  String stored() {
    return told(texts);
  }

  /** As a claim tells it: when each failure was, and of what type. */
  String brief() {
    return told(texts.stream().map(Failed::firstLine).toList());
  }

  /** The type of the newest failure. */
  String error() {
    String newest = texts.isEmpty() ? "" : texts.get(0);
    return newest.contains("\n") ? newest.split("\n", 2)[0].replaceFirst("^\\d+ ", "") : "";
  }

  private String told(List<String> failed) {
    return failures + " " + crashes + " " + failed.stream().collect(Collectors.joining(SEPARATOR));
  }

  private static String firstLine(String text) {
    return text.substring(0, text.indexOf('\n') < 0 ? text.length() : text.indexOf('\n') + 1);
  }

  private static String withoutTrace(String text) {
    String[] lines = text.split("\n", 4);
    return lines.length < 4 ? text : lines[0] + "\n" + lines[1] + "\n" + lines[2];
  }

  /** When there are too many, the first of all stays. */
  private List<String> with(String text) {
    List<String> all = new ArrayList<>(List.of(text));
    for (String older : texts) {
      all.add(all.size() < TRACED ? older : withoutTrace(older));
    }
    if (all.size() > MOST) {
      all.remove(all.size() - 2);
    }
    return List.copyOf(all);
  }
}
