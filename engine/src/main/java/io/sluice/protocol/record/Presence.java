package io.sluice.protocol.record;

import io.sluice.script.Reply;
import io.sluice.store.WorkerNote;
import io.sluice.task.QueueName;
import io.sluice.task.view.WorkerView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a worker tells of itself, as text: {@code lifeMs capacity inFlight host}, - for unknown. */
public final class Presence {
  private static final String UNKNOWN = "-";
  private static final String BETWEEN = " ";
  private static final int PARTS = 4;

  public static String text(WorkerNote note) {
    return String.join(
        BETWEEN,
        String.valueOf(note.life().toMillis()),
        text(note.capacity()),
        text(note.inFlight()),
        text(note.host()));
  }

  public static List<WorkerView> views(QueueName queue, Reply reply) {
    List<WorkerView> views = new ArrayList<>(reply.size() / 3);
    for (int i = 0; i < reply.size(); i += 3) {
      Duration expiresIn = Duration.ofMillis(reply.number(i + 1));
      views.add(view(queue, reply.text(i), expiresIn, reply.text(i + 2)));
    }
    return views;
  }

  private static WorkerView view(
      QueueName queue, String session, Duration expiresIn, String about) {
    String[] parts = about.split(BETWEEN, PARTS);
    if (parts.length < PARTS) {
      return new WorkerView(queue, session, null, null, null, expiresIn, null);
    }
    Duration age = Duration.ofMillis(Long.parseLong(parts[0])).minus(expiresIn);
    return new WorkerView(
        queue,
        session,
        number(parts[1]),
        number(parts[2]),
        age.isNegative() ? Duration.ZERO : age,
        expiresIn,
        parts[3].equals(UNKNOWN) ? null : parts[3]);
  }

  private static String text(@Nullable Object value) {
    return value == null ? UNKNOWN : value.toString();
  }

  private static @Nullable Integer number(String text) {
    return text.equals(UNKNOWN) ? null : Integer.valueOf(text);
  }

  private Presence() {}
}
