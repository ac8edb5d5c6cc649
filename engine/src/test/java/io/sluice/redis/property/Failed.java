package io.sluice.redis.property;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is kept of a task that failed or crashed, without times; the newest failure first. */
record Failed(int failures, int crashes, List<String> texts) {
  static final Failed NEVER = new Failed(0, 0, List.of());

  /** Ends each failure but the last. */
  static final String SEPARATOR = "\36";

  private static final int MOST = 10;

  /** The newest keep what stands behind their third line. */
  private static final int TRACED = 3;

  private static final Pattern STORED = Pattern.compile("(\\d+) (\\d+) (.*)", Pattern.DOTALL);

  static Failed parse(String record) {
    Matcher parts = STORED.matcher(record);
    if (!parts.matches()) {
      throw new AssertionError("no attempt record: " + record);
    }
    List<String> texts = new ArrayList<>();
    for (String one : parts.group(3).split(SEPARATOR, -1)) {
      if (!one.isEmpty()) {
        texts.add(one.substring(one.indexOf(' ') + 1));
      }
    }
    return new Failed(
        Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), List.copyOf(texts));
  }

  Failed failedWith(String text) {
    return new Failed(failures + 1, crashes, with(text));
  }

  Failed crashed() {
    return new Failed(failures, crashes + 1, texts);
  }

  Failed crashedForGood(String text) {
    return new Failed(failures, crashes + 1, with(text));
  }

  /** Its failures stay to be read, and count no more. */
  Failed revived() {
    return new Failed(0, 0, texts);
  }

  /** As a claim tells it. */
  Failed brief() {
    return new Failed(
        failures,
        crashes,
        texts.stream().map(text -> text.substring(0, text.indexOf('\n') + 1)).toList());
  }

  /** What the newest failure was of: its first line. */
  String error() {
    return texts.isEmpty() ? "" : texts.get(0).substring(0, texts.get(0).indexOf('\n'));
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
