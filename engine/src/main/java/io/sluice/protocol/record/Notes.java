package io.sluice.protocol.record;

import io.sluice.task.view.LogLine;
import io.sluice.task.view.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a handler told of its task: {@code [at fraction message] [RS at text]...}. */
public record Notes(@Nullable Progress progress, List<LogLine> log) {
  public static final Notes NONE = new Notes(null, List.of());

  private static final String SEPARATOR = "\u001e";

  public static Notes parse(String record) {
    String[] parts = record.split(SEPARATOR, -1);
    List<LogLine> log = new ArrayList<>();
    for (int i = 1; i < parts.length; i++) {
      String[] words = parts[i].split(" ", 2);
      Instant at = instant(words[0]);
      if (at != null) {
        log.add(new LogLine(at, words.length < 2 ? "" : words[1]));
      }
    }
    return new Notes(progress(parts[0]), List.copyOf(log));
  }

  /** One that cannot be read must not keep its task from being shown. */
  private static @Nullable Progress progress(String text) {
    String[] words = text.split(" ", 3);
    Instant at = instant(words[0]);
    if (at == null || words.length < 2) {
      return null;
    }
    try {
      return new Progress(Double.parseDouble(words[1]), words.length < 3 ? "" : words[2], at);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Instant instant(String millis) {
    try {
      return Instant.ofEpochMilli(Long.parseLong(millis));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
