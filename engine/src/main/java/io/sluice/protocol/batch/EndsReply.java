package io.sluice.protocol.batch;

import io.sluice.protocol.record.Attempts;
import io.sluice.protocol.record.ResultRecord;
import io.sluice.script.Reply;
import io.sluice.store.batch.EndedMember;
import io.sluice.store.batch.EndsPage;
import io.sluice.task.Failure;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what {@code gathered} answers. */
final class EndsReply {
  private static final int FIRST_END = 2;
  private static final int WORDS_OF_END = 5;

  static EndsPage page(Reply reply) {
    List<EndedMember> ends = new ArrayList<>(reply.size() / WORDS_OF_END);
    for (int i = FIRST_END; i < reply.size(); i += WORDS_OF_END) {
      ends.add(
          new EndedMember(
              TaskId.stored(reply.text(i + 2)),
              state(reply.text(i + 1)),
              Instant.ofEpochMilli(reply.number(i)),
              result(reply.bytes(i + 3)),
              failure(reply.bytes(i + 4))));
    }
    return new EndsPage(reply.number(0), reply.number(1) == 1, ends);
  }

  private static TaskState state(String letter) {
    return switch (letter) {
      case "S" -> TaskState.SUCCEEDED;
      case "D" -> TaskState.DEAD;
      case "C" -> TaskState.CANCELLED;
      case "E" -> TaskState.EXPIRED;
      default -> throw new StoreCorruptedException("a member ended as " + letter, null);
    };
  }

  private static byte @Nullable [] result(byte[] record) {
    return record.length == 0 ? null : ResultRecord.parse(record).result();
  }

  private static @Nullable Failure failure(byte[] record) {
    List<Failure> history = record.length == 0 ? List.of() : Attempts.parse(record).history();
    return history.isEmpty() ? null : history.get(0);
  }

  private EndsReply() {}
}
