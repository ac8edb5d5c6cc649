package io.sluice.protocol.flow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.store.StoredTask;
import io.sluice.store.flow.Next;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The id of a follow-up that has none of its own: the same whenever the same outcome is recorded
 * again, so that its queue knows it; another when the task says something else, or when the id of
 * the task was used again.
 */
final class DerivedId {
  private static final int BYTES = 16;

  static TaskId of(QueueName queue, StoredTask task, int index, Next next, byte[] payload) {
    MessageDigest digest = sha256();
    add(digest, queue.value().getBytes(UTF_8));
    add(digest, task.id().value().getBytes(UTF_8));
    add(digest, ByteBuffer.allocate(Long.BYTES).putLong(task.createdAt().toEpochMilli()).array());
    add(digest, ByteBuffer.allocate(Integer.BYTES).putInt(index).array());
    add(digest, next.queue().value().getBytes(UTF_8));
    add(digest, next.type().getBytes(UTF_8));
    add(digest, payload);
    return TaskId.stored("f" + HexFormat.of().formatHex(digest.digest(), 0, BYTES));
  }

  /** With its length, so that no two lists of parts have the same bytes. */
  private static void add(MessageDigest digest, byte[] part) {
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    digest.update(part);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private DerivedId() {}
}
