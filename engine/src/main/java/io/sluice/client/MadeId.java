package io.sluice.client;

import io.sluice.task.TaskId;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The id of a task that is not enqueued yet. One that was made for its task is not looked for in
 * Redis at the first enqueue; an interceptor that enqueues again may find it there.
 */
final class MadeId {
  private final TaskId id;
  private final boolean fresh;
  private final AtomicBoolean taken = new AtomicBoolean();

  private MadeId(TaskId id, boolean fresh) {
    this.id = id;
    this.fresh = fresh;
  }

  static MadeId fresh(TaskId id) {
    return new MadeId(id, true);
  }

  static MadeId given(TaskId id) {
    return new MadeId(id, false);
  }

  TaskId id() {
    return id;
  }

  /** Whether nobody can have used it. */
  boolean fresh() {
    return fresh;
  }

  /** The id for one enqueue. */
  MadeId take() {
    return taken.compareAndSet(false, true) ? this : given(id);
  }
}
