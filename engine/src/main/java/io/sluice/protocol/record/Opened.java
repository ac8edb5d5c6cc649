package io.sluice.protocol.record;

import io.sluice.store.StoredTask;
import io.sluice.task.Failure;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An envelope as far as it can be read: one that cannot must not keep the others of its call from
 * being run or found.
 *
 * @param task without a type, and with the bytes as they are, when it could not be read; of a newer
 *     version with what all versions have
 * @param unreadable why not, or null
 */
public record Opened(StoredTask task, @Nullable Failure unreadable) {
  /** Reads an envelope; its payload is inflated when it is asked for. */
  public static Opened of(TaskId id, byte[] envelope) {
    try {
      return new Opened(Envelope.decode(id, envelope), null);
    } catch (StoreCorruptedException e) {
      return unreadable(id, envelope, e);
    }
  }

  /** The same with its payload, for who shows it. */
  public static Opened whole(TaskId id, byte[] envelope) {
    Opened opened = of(id, envelope);
    try {
      opened.task.payload();
      return opened;
    } catch (StoreCorruptedException e) {
      return unreadable(id, envelope, e);
    }
  }

  /** The same; throws when a newer version of Sluice wrote it. */
  public Opened requireKnown() {
    if (unreadable != null && isNewer()) {
      throw StoreCorruptedException.newer(unreadable.message());
    }
    return this;
  }

  /** Whether a newer version of Sluice wrote it, so that nothing is damaged. */
  boolean isNewer() {
    return unreadable != null && unreadable.type().equals(StoredTask.NEWER);
  }

  private static Opened unreadable(TaskId id, byte[] envelope, StoreCorruptedException why) {
    return why.isNewer()
        ? new Opened(
            front(id, envelope), Failure.of(StoredTask.NEWER, String.valueOf(why.getMessage())))
        : new Opened(bare(id, envelope), Failure.of(why));
  }

  private static StoredTask front(TaskId id, byte[] envelope) {
    try {
      return Envelope.front(id, envelope);
    } catch (StoreCorruptedException e) {
      return bare(id, envelope);
    }
  }

  private static StoredTask bare(TaskId id, byte[] envelope) {
    return new StoredTask(id, "", Instant.EPOCH, TaskOptions.NONE, envelope);
  }
}
