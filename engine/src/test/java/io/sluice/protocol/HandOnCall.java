package io.sluice.protocol;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.sluice.store.Settlement;
import io.sluice.task.QueueName;
import java.util.List;
import java.util.Locale;

/**
 * A call that settles tasks with follow-ups as the engine sends it, for who runs it over a
 * connection of its own.
 */
public final class HandOnCall {
  /** The word of the script that takes these. */
  public static String script(List<Settlement> items) {
    return HandingOn.script(items).name().toLowerCase(Locale.ROOT);
  }

  /** A character is a byte. */
  public static List<String> args(QueueName queue, long seq, int cap, List<Settlement> items) {
    return HandingOn.args(queue, seq, cap, items).values().stream()
        .map(bytes -> new String(bytes, ISO_8859_1))
        .toList();
  }

  private HandOnCall() {}
}
