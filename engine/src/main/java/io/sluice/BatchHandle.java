package io.sluice;

import io.sluice.client.Members;
import io.sluice.protocol.TaskStore;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchView;
import io.sluice.task.view.TaskPage;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * One batch. Everything is cold, may be repeated, and errors with {@link
 * io.sluice.task.BatchException} when there is no such batch.
 */
public final class BatchHandle {
  private final BatchId id;
  private final TaskStore store;

  BatchHandle(BatchId id, TaskStore store) {
    this.id = id;
    this.store = store;
  }

  /** Its identity. */
  public BatchId id() {
    return id;
  }

  /** The batch as it is now. */
  public Mono<BatchView> view() {
    return store.batches().show(id);
  }

  /** No caller can add members from now on. The batch is complete when all of them have ended. */
  public Mono<Void> seal() {
    return store.batches().seal(id);
  }

  /**
   * Seals it, cancels the members that wait, and asks those that run to stop; a member that
   * succeeds meanwhile has succeeded. Does nothing to a batch that has ended.
   */
  public Mono<Void> cancel() {
    return store.batches().cancel(id);
  }

  /** Drops what is kept of the batch, which must have ended. Its tasks stay. */
  public Mono<Void> delete() {
    return store.batches().delete(id);
  }

  /**
   * Members in its home that wait, run or are dead, in no order. Members that have ended otherwise
   * are counted only. A page may be short of the limit, or empty, and not be the last.
   *
   * @param state scheduled, ready, running, retrying or dead; null for any of them
   * @param cursor of the page before; null for the first
   * @param limit 1 to {@link Tasks#MAX_PAGE}
   */
  public Mono<TaskPage> members(@Nullable TaskState state, @Nullable String cursor, int limit) {
    return members(id.home(), state, cursor, limit);
  }

  /** The same of the members in another queue. */
  public Mono<TaskPage> members(
      QueueName queue, @Nullable TaskState state, @Nullable String cursor, int limit) {
    return Mono.defer(() -> new Members(store, id, queue, state).page(cursor, limit));
  }
}
