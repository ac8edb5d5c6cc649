package io.sluice.protocol;

import io.sluice.script.Call;
import io.sluice.script.Reply;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.EnqueueReply.Kind;
import io.sluice.store.EnqueueReply.Refused;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads why a call did not do what it was made for. */
final class Refusals {
  private static final TaskId NOBODY = TaskId.stored("-");

  /** A serial lane never sees {@code old}: if it does, somebody else uses its name. */
  static Reply inTurn(Reply reply, Call call) {
    if (reply.text(0).equals("old")) {
      throw new StoreCorruptedException(
          "call " + call + " is older than the last one of its lane: two clients share it", null);
    }
    return reply;
  }

  /** The refusal of a whole call; null when each item has its own reply. */
  static @Nullable Refused ofAll(Reply reply) {
    return switch (reply.text(0)) {
      case "full" -> new Refused(Kind.FULL, NOBODY);
      case "moved" -> new Refused(Kind.MOVED, NOBODY);
      case "late" -> late(Kind.LATE, NOBODY, reply.number(1));
      default -> null;
    };
  }

  static List<EnqueueReply> each(Refused all, List<EnqueueItem> items) {
    return items.stream()
        .<EnqueueReply>map(
            item -> new Refused(all.kind(), item.task().id(), null, all.retryAfter()))
        .toList();
  }

  /** The words of one refused item: the index of a duplicate is a number. */
  static String[] words(Reply reply, int index) {
    return reply.parts().get(index) instanceof Long number
        ? new String[] {number.toString()}
        : reply.text(index).split("[: ]", -1);
  }

  /**
   * @param words index; or index and 'full', 'batch_sealed' or 'batch_unknown'; or index, 'late',
   *     ms
   */
  static Refused of(String[] words, TaskId id) {
    if (words.length == 1) {
      return new Refused(Kind.DUPLICATE, id);
    }
    return switch (words[1]) {
      case "full" -> new Refused(Kind.GROUP_FULL, id);
      case "late" -> late(Kind.GROUP_LATE, id, Long.parseLong(words[2]));
      default -> new Refused(Kind.valueOf(words[1].toUpperCase(Locale.ROOT)), id);
    };
  }

  /** Of a task with a condition: 'kind id' and, of some, one word more. */
  static Refused verdict(String text) {
    String[] words = text.split(" ", -1);
    TaskId id = TaskId.stored(words[1]);
    return switch (words[0]) {
      case "full" -> new Refused(Kind.GROUP_FULL, id);
      case "late" -> late(Kind.GROUP_LATE, id, Long.parseLong(words[2]));
      default ->
          new Refused(
              Kind.valueOf(words[0].toUpperCase(Locale.ROOT)),
              id,
              words.length < 3 ? null : Instant.ofEpochMilli(Long.parseLong(words[2])),
              null);
    };
  }

  private static Refused late(Kind kind, TaskId id, long millis) {
    return new Refused(kind, id, null, Duration.ofMillis(millis));
  }

  private Refusals() {}
}
