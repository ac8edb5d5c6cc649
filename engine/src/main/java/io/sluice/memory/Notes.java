package io.sluice.memory;

import io.sluice.task.view.LogLine;
import io.sluice.task.view.Progress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a handler told of its task: how far it is, and the last lines of its log. */
record Notes(@Nullable Progress progress, List<LogLine> log) {
  public static final Notes NONE = new Notes(null, List.of());

  private static final int MAX_LINES = 100;
  private static final int MAX_BYTES = 16_384;

  Notes with(Progress now) {
    return new Notes(now, log);
  }

  /** The oldest lines make room. */
  Notes with(LogLine line) {
    List<LogLine> lines = new ArrayList<>(log);
    lines.add(line);
    int from = lines.size() - 1;
    int bytes = weight(line);
    while (from > 0
        && lines.size() - from < MAX_LINES
        && bytes + weight(lines.get(from - 1)) < MAX_BYTES) {
      from--;
      bytes += weight(lines.get(from));
    }
    return new Notes(progress, List.copyOf(lines.subList(from, lines.size())));
  }

  /** With its time in front, as it is kept. */
  private static int weight(LogLine line) {
    return Long.toString(line.at().toEpochMilli()).length()
        + 1
        + line.text().getBytes(StandardCharsets.UTF_8).length;
  }
}
