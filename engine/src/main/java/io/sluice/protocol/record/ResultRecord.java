package io.sluice.protocol.record;

import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What is kept of a finished task: {@code finishedAt S|C|E [startedAt result]}. */
public record ResultRecord(
    Instant finishedAt, TaskState state, @Nullable Instant startedAt, byte[] result) {

  public static ResultRecord parse(byte[] record) {
    ByteReader in = new ByteReader(record);
    Instant finishedAt = Instant.ofEpochMilli(in.readDecimal());
    int letter = in.readByte();
    in.skipSpace();
    long startedAt = in.readDecimal();
    return new ResultRecord(
        finishedAt,
        state(letter),
        startedAt < 0 ? null : Instant.ofEpochMilli(startedAt),
        in.readRest());
  }

  private static TaskState state(int letter) {
    return switch (letter) {
      case 'S' -> TaskState.SUCCEEDED;
      case 'C' -> TaskState.CANCELLED;
      case 'E' -> TaskState.EXPIRED;
      default ->
          throw new StoreCorruptedException(
              "a stored result has the unknown state of byte " + letter, null);
    };
  }
}
