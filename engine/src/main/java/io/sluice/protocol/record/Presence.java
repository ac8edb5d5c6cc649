package io.sluice.protocol.record;

import io.sluice.script.Reply;
import io.sluice.store.WorkerNote;
import io.sluice.task.QueueName;
import io.sluice.task.view.WorkerView;
import io.sluice.task.view.WorkerView.Asked;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a worker tells of itself, as text: {@code lifeMs capacity inFlight host version sinceMs}, -
 * for unknown; the last two are left out when nobody knows them, as older engines do. A second line
 * holds the types that it runs, in order; there is none when it runs any.
 */
public final class Presence {
  private static final String UNKNOWN = "-";
  private static final String BETWEEN = " ";
  private static final String BEFORE_TYPES = "\n";
  private static final int PARTS = 4;
  private static final int MOST_PARTS = 6;

  public static String text(WorkerNote note) {
    String about =
        String.join(
            BETWEEN,
            String.valueOf(note.life().toMillis()),
            text(note.capacity()),
            text(note.inFlight()),
            text(note.host()));
    if (note.version() != null && note.since() != null) {
      about += BETWEEN + note.version() + BETWEEN + note.since().toEpochMilli();
    }
    return note.types().isEmpty()
        ? about
        : about + BEFORE_TYPES + String.join(BETWEEN, new TreeSet<>(note.types()));
  }

  public static List<WorkerView> views(QueueName queue, Reply reply) {
    List<WorkerView> views = new ArrayList<>(reply.size() / 4);
    for (int i = 0; i < reply.size(); i += 4) {
      Duration expiresIn = Duration.ofMillis(reply.number(i + 1));
      @Nullable Asked asked = asked(reply.text(i + 3));
      views.add(view(queue, reply.text(i), expiresIn, reply.text(i + 2), asked));
    }
    return views;
  }

  private static WorkerView view(
      QueueName queue, String session, Duration expiresIn, String told, @Nullable Asked asked) {
    String[] lines = told.split(BEFORE_TYPES, 2);
    String[] parts = lines[0].split(BETWEEN, MOST_PARTS);
    if (parts.length < PARTS) {
      return new WorkerView(
          queue, session, null, null, null, expiresIn, null, null, null, List.of(), asked);
    }
    Duration age = Duration.ofMillis(Long.parseLong(parts[0])).minus(expiresIn);
    return new WorkerView(
        queue,
        session,
        number(parts[1]),
        number(parts[2]),
        age.isNegative() ? Duration.ZERO : age,
        expiresIn,
        parts[3].equals(UNKNOWN) ? null : parts[3],
        parts.length < MOST_PARTS ? null : parts[4],
        parts.length < MOST_PARTS ? null : Instant.ofEpochMilli(Long.parseLong(parts[5])),
        lines.length == 1 ? List.of() : List.of(lines[1].split(BETWEEN, -1)),
        asked);
  }

  /** What was asked of a worker; null for nothing, and for a word that a newer engine knows. */
  public static @Nullable Asked asked(String word) {
    return Stream.of(Asked.values())
        .filter(asked -> asked.wireName().equals(word))
        .findFirst()
        .orElse(null);
  }

  private static String text(@Nullable Object value) {
    return value == null ? UNKNOWN : value.toString();
  }

  private static @Nullable Integer number(String text) {
    return text.equals(UNKNOWN) ? null : Integer.valueOf(text);
  }

  private Presence() {}
}
