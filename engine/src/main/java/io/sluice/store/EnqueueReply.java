package io.sluice.store;

import io.sluice.task.TaskId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reply for one item of an enqueue call: the task was accepted, or why it was refused. */
public sealed interface EnqueueReply {
  EnqueueReply ACCEPTED = new Accepted();

  /** The task is in its queue now. */
  record Accepted() implements EnqueueReply {}

  /**
   * The task was not put into its queue.
   *
   * @param id the task that is there already; of {@link Kind#FULL} the refused task itself
   * @param createdAt when the task that is there was created; only of {@link Kind#AGAIN}
   */
  record Refused(Kind kind, TaskId id, @Nullable Instant createdAt) implements EnqueueReply {
    public Refused(Kind kind, TaskId id) {
      this(kind, id, null);
    }
  }

  /** Why a task was refused. */
  enum Kind {
    /** The queue is over its backlog; no item of the call was accepted. */
    FULL,
    /** A task with this id exists. */
    DUPLICATE,
    /** Another task holds the unique key. */
    REJECT,
    /** Another task holds the unique key, and the caller wants that task then. */
    KEEP,
    /** The same request enqueued that task. */
    AGAIN,
    /** Another request with the same key enqueued that task. */
    MISMATCH
  }

  /** The replies of a queue that is over its backlog. */
  static List<EnqueueReply> full(List<EnqueueItem> items) {
    return items.stream()
        .<EnqueueReply>map(item -> new Refused(Kind.FULL, item.task().id()))
        .toList();
  }
}
