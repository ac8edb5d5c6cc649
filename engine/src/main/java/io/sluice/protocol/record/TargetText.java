package io.sluice.protocol.record;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.PushTarget;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A target as text: {@code method url}, and a line {@code name: value} for each header. */
final class TargetText {
  private static final String NONE = "";
  private static final String BETWEEN = " ";
  private static final String LINE = "\n";
  private static final String COLON = ": ";

  static String of(@Nullable PushTarget target) {
    if (target == null) {
      return NONE;
    }
    StringBuilder text = new StringBuilder(target.method()).append(BETWEEN).append(target.url());
    new TreeMap<>(target.headers())
        .forEach((name, value) -> text.append(LINE).append(name).append(COLON).append(value));
    return text.toString();
  }

  /**
   * @throws InvalidTaskException when it is none
   */
  static @Nullable PushTarget read(@Nullable String text) {
    if (text == null) {
      return null;
    }
    List<String> lines = List.of(text.split(LINE, -1));
    Map<String, String> headers = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] parts = line.split(COLON, 2);
      headers.put(parts[0], parts.length == 1 ? NONE : parts[1]);
    }
    String[] first = lines.get(0).split(BETWEEN, 2);
    return new PushTarget(first.length == 1 ? NONE : first[1], first[0], headers);
  }

  private TargetText() {}
}
