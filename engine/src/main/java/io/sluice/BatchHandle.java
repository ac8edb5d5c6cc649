package io.sluice;

import io.sluice.client.Members;
import io.sluice.client.QueueClients;
import io.sluice.encoding.Payloads;
import io.sluice.protocol.TaskStore;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPosition;
import io.sluice.task.batch.BatchView;
import io.sluice.task.batch.Gathered;
import io.sluice.task.batch.GatheredPage;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.TaskPage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One batch. Everything is cold, may be repeated, and errors with {@link
 * io.sluice.task.BatchException} when there is no such batch.
 */
public final class BatchHandle {
  private final BatchId id;
  private final TaskStore store;
  private final QueueClients clients;
  private final Payloads payloads;

  BatchHandle(BatchId id, TaskStore store, QueueClients clients, Payloads payloads) {
    this.id = id;
    this.store = store;
    this.clients = clients;
    this.payloads = payloads;
  }

  /** Its identity. */
  public BatchId id() {
    return id;
  }

  /** The batch as it is now. */
  public Mono<BatchView> view() {
    return store.batches().show(id);
  }

  /**
   * The batch as it is now, and again whenever it was seen to have changed, at most four times a
   * second, until it has ended: the last view has an {@link BatchView#endedAt}. Driven by the
   * events of its home, and by a poll every 2 s for what has none: members in other queues, and a
   * seal. While Redis does not answer, nothing is given; a slow subscriber gets the latest view.
   */
  public Flux<BatchView> watch() {
    return Flux.defer(() -> clients.of(id.home()).follow(id));
  }

  /** The batch once it has ended. Bound it with {@code timeout}: a batch may never end. */
  public Mono<BatchView> ended() {
    return watch().filter(BatchView::hasEnded).next();
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

  /** The ends of all members, read as results of this type: see {@link #results}. */
  public <R> Flux<Gathered<R>> results(TaskType<?, R> type) {
    return results(type, BatchPosition.BEGINNING);
  }

  /**
   * The ends of members after a position, which {@link Gathered#position} of the last one that was
   * taken gives, and further ones as they come, until the batch has ended; in each queue in the
   * order of the ends. A reader that goes on from its position misses no end and gets none twice.
   * Results are there as long as their tasks are kept; a result that is gone is told as such.
   *
   * <p>Ends are read as they are requested: a slow reader holds at most 64 of them, or 256 KiB and
   * one result. While Redis does not answer, nothing is given. Errors with {@link
   * io.sluice.task.BatchException} when the batch was not opened to {@linkplain
   * io.sluice.task.enqueue.NewBatch#gather gather}, or is dropped.
   *
   * <p>A dead member that is redriven ends once more. An end that a failover has taken back is
   * given again with the next end of that member. Batches that lie in this one are not among the
   * ends.
   */
  public <R> Flux<Gathered<R>> results(TaskType<?, R> type, BatchPosition after) {
    return Flux.defer(() -> clients.of(id.home()).gathering(id).follow(watch(), after))
        .map(
            end ->
                end.<R>map(
                    result -> payloads.result(result, type.result(), end.queue(), end.id())));
  }

  /**
   * The ends of members after a position that are there now, with results as they were encoded. A
   * page is short when its results together are larger than 1 MiB.
   *
   * @param limit 1 to {@link Tasks#MAX_PAGE}
   */
  public Mono<GatheredPage> ends(BatchPosition after, int limit) {
    return ends(after, limit, queue -> true);
  }

  /** The same of the members in some queues only. */
  public Mono<GatheredPage> ends(BatchPosition after, int limit, Predicate<QueueName> queues) {
    return Mono.defer(
        () -> {
          if (limit < 1 || limit > Tasks.MAX_PAGE) {
            throw new InvalidTaskException(
                "/limit", "limit must be 1 to " + Tasks.MAX_PAGE + ", is " + limit);
          }
          return clients.of(id.home()).gathering(id).page(after, limit, queues);
        });
  }

  /**
   * Members in its home that wait, run or are dead, in no order. Members that have ended otherwise
   * are not listed; {@link #results} gives them. A page may be short of the limit, or empty, and
   * not be the last.
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
