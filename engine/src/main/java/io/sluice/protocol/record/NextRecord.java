package io.sluice.protocol.record;

import io.sluice.store.StoredTask;
import io.sluice.store.flow.Flow;
import io.sluice.store.flow.Next;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import java.time.Duration;
import java.time.Instant;

/**
 * A follow-up as bytes, inside the envelope of its predecessor.
 *
 * <pre>
 *   marks (varint: 1 takes the result, 2 has an id, 4 a delay, 8 an instant, 16 a batch) · queue (text)
 *   · id (text)? · batch@home (text)? · delay or instant in ms (varint)? · its envelope, created at 0
 * </pre>
 */
final class NextRecord {
  private static final int TAKES_RESULT = 1;
  private static final int HAS_ID = 2;
  private static final int HAS_DELAY = 4;
  private static final int HAS_INSTANT = 8;
  private static final int HAS_BATCH = 16;

  /** In place of an id that is made when the follow-up is enqueued. */
  private static final TaskId NO_ID = TaskId.stored("-");

  static ByteWriter encode(Next next) {
    TaskId id = next.id();
    BatchId batch = next.batch();
    Instant runAt = next.runAt();
    ByteWriter out =
        new ByteWriter(next.payload().length + 64)
            .writeVarint(marks(next))
            .writeText(next.queue().value());
    if (id != null) {
      out.writeText(id.value());
    }
    if (batch != null) {
      out.writeText(batch.toString());
    }
    if (runAt != null) {
      out.writeVarint(runAt.toEpochMilli());
    } else if (!next.delay().isZero()) {
      out.writeVarint(next.delay().toMillis());
    }
    return out.writeRaw(
        Envelope.encode(
            new StoredTask(
                NO_ID,
                next.type(),
                Instant.EPOCH,
                next.options(),
                next.payload(),
                new Flow(0, next.next()))));
  }

  private static int marks(Next next) {
    int time = next.delay().isZero() ? 0 : HAS_DELAY;
    return (next.takesResult() ? TAKES_RESULT : 0)
        | (next.id() == null ? 0 : HAS_ID)
        | (next.batch() == null ? 0 : HAS_BATCH)
        | (next.runAt() == null ? time : HAS_INSTANT);
  }

  static Next decode(ByteReader in) {
    int marks = (int) in.readVarint();
    QueueName queue = QueueName.of(in.readText());
    TaskId id = (marks & HAS_ID) == 0 ? null : TaskId.stored(in.readText());
    BatchId batch = (marks & HAS_BATCH) == 0 ? null : BatchId.parse(in.readText());
    Duration delay = (marks & HAS_DELAY) == 0 ? Duration.ZERO : Duration.ofMillis(in.readVarint());
    Instant runAt = (marks & HAS_INSTANT) == 0 ? null : Instant.ofEpochMilli(in.readVarint());
    StoredTask task = Envelope.decode(NO_ID, in.readRest());
    return new Next(
        queue,
        (marks & TAKES_RESULT) != 0,
        id,
        delay,
        runAt,
        task.type(),
        task.options(),
        batch,
        task.payload(),
        task.flow().next());
  }

  private NextRecord() {}
}
