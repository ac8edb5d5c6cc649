package io.sluice.store;

import io.sluice.task.TaskId;
import io.sluice.task.enqueue.Confirmation;
import io.sluice.task.enqueue.Durability;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The reply for one item of an enqueue call: the task was accepted, or why it was refused. */
public sealed interface EnqueueReply {
  EnqueueReply ACCEPTED = new Accepted();

  /** The task is in its queue now. */
  record Accepted() implements EnqueueReply {
    @Override
    public EnqueueReply verdict() {
      return this;
    }

    @Override
    public Confirmation confirmation() {
      return Confirmation.MEMORY;
    }

    @Override
    public Durability least() {
      return Durability.MEMORY;
    }
  }

  /**
   * The task was not put into its queue.
   *
   * @param id the task that is there already; the refused task itself where none is
   * @param createdAt when the task that is there was created; only of {@link Kind#AGAIN}
   * @param retryAfter when it would be accepted, as it looks now; only of those that are late
   */
  record Refused(Kind kind, TaskId id, @Nullable Instant createdAt, @Nullable Duration retryAfter)
      implements EnqueueReply {
    public Refused(Kind kind, TaskId id) {
      this(kind, id, null, null);
    }

    public Refused(Kind kind, TaskId id, @Nullable Instant createdAt) {
      this(kind, id, createdAt, null);
    }

    @Override
    public EnqueueReply verdict() {
      return this;
    }

    @Override
    public Confirmation confirmation() {
      return Confirmation.MEMORY;
    }

    @Override
    public Durability least() {
      return Durability.MEMORY;
    }
  }

  /**
   * A reply that was waited for until what it tells of was as safe as asked, or time was up.
   *
   * @param least how safe the enqueues of its queue are to be at least
   */
  record Awaited(EnqueueReply verdict, Confirmation confirmation, Durability least)
      implements EnqueueReply {}

  /** Accepted or refused. */
  EnqueueReply verdict();

  /** How safe it is. */
  Confirmation confirmation();

  /** How safe the enqueues of its queue are to be at least, where that is more than a memory. */
  Durability least();

  /** Why a task was refused. */
  enum Kind {
    /** The caller goes by an older map of the partitions; no item of the call was accepted. */
    MOVED,
    /** The queue is over its backlog; no item of the call was accepted. */
    FULL,
    /** The queue's maxDelay: its task could not start in time; no item of the call was accepted. */
    LATE,
    /** The group of the task is over its backlog. */
    GROUP_FULL,
    /** The queue's maxDelay: of its group the task could not start in time. */
    GROUP_LATE,
    /** A task with this id exists. */
    DUPLICATE,
    /** Another task holds the unique key. */
    REJECT,
    /** Another task holds the unique key, and the caller wants that task then. */
    KEEP,
    /** The same request enqueued that task. */
    AGAIN,
    /** Another request with the same key enqueued that task. */
    MISMATCH,
    /** The batch of the task takes no more members. */
    BATCH_SEALED,
    /** The queue has no such batch. */
    BATCH_UNKNOWN
  }

  /** The replies of a queue that is over its backlog. */
  static List<EnqueueReply> full(List<EnqueueItem> items) {
    return items.stream()
        .<EnqueueReply>map(item -> new Refused(Kind.FULL, item.task().id()))
        .toList();
  }
}
