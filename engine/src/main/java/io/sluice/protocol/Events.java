package io.sluice.protocol;

import io.sluice.event.TaskEvent;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the one message that a script call publishes: {@code at @state id... @state id...}. Words
 * that are not known are skipped, so that later versions may say more.
 */
public final class Events {
  private static final String PROGRESS = "@progress";
  private static final Map<String, TaskState> STATES =
      Stream.of(TaskState.values())
          .collect(
              Collectors.toUnmodifiableMap(
                  state -> "@" + state.name().toLowerCase(Locale.ROOT), Function.identity()));

  public static List<TaskEvent> parse(QueueName queue, String message) {
    String[] words = message.split(" ", -1); // without a pattern; empty words are skipped
    List<TaskEvent> events = new ArrayList<>(words.length);
    Instant at = instant(words[0]);
    String about = "";
    QueueName whole = queue.whole();
    for (int i = 1; i < words.length && at != null; i++) {
      if (words[i].startsWith("@")) {
        about = words[i];
      } else if (!words[i].isEmpty()) {
        add(events, whole, about, TaskId.stored(words[i]), at);
      }
    }
    return events;
  }

  private static void add(
      List<TaskEvent> events, QueueName queue, String about, TaskId id, Instant at) {
    TaskState state = STATES.get(about);
    if (about.equals(PROGRESS)) {
      events.add(new TaskEvent(queue, id, TaskState.RUNNING, at, true));
    } else if (state != null) {
      events.add(new TaskEvent(queue, id, state, at));
    }
  }

  private static @Nullable Instant instant(String millis) {
    try {
      return Instant.ofEpochMilli(Long.parseLong(millis));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private Events() {}
}
