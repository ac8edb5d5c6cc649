package io.sluice;

import io.sluice.client.Callbacks;
import io.sluice.client.QueueClients;
import io.sluice.encoding.Payloads;
import io.sluice.id.Ids;
import io.sluice.protocol.TaskStore;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPage;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.view.BatchesView;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Opens batches and looks at them. A batch counts its members, and enqueues a task when all of them
 * have ended. Everything is cold.
 */
public final class Batches {
  /** The most batches of one page. */
  public static final int MAX_PAGE = 200;

  private final TaskStore store;
  private final QueueClients clients;
  private final Payloads payloads;
  private final Callbacks callbacks;
  private final Ids ids;

  Batches(TaskStore store, QueueClients clients, Payloads payloads, Ids ids) {
    this.store = store;
    this.clients = clients;
    this.payloads = payloads;
    this.callbacks = new Callbacks(payloads);
    this.ids = ids;
  }

  /**
   * Opens a batch in a queue, which is its home. Tasks become members by {@link
   * io.sluice.task.enqueue.NewTask#in}.
   *
   * <p>Errors with {@link io.sluice.task.BatchException} when too many batches of the queue have
   * not ended, or its parent takes no members; with {@link io.sluice.task.PayloadTooLargeException}
   * when a callback has too large a payload.
   */
  public Mono<BatchId> open(String queue, NewBatch batch) {
    return Mono.defer(
        () -> {
          QueueName home = QueueName.of(queue);
          requireParentOf(home, batch.parent());
          store.divided().refuse(home, "/queue", "a batch cannot be opened");
          store
              .divided()
              .refuseBelonging(
                  Stream.of(batch.onComplete(), batch.onSuccess(), batch.onDeath())
                      .flatMap(Stream::ofNullable)
                      .toList());
          Instant now = store.now();
          String made = ids.task(now).value();
          BatchId id = batch.gathers() ? BatchId.gathering(made, home) : new BatchId(made, home);
          return store
              .names()
              .register(home)
              .then(store.batches().open(id, batch, callbacks.of(id, batch, now)))
              .thenReturn(id);
        });
  }

  private static void requireParentOf(QueueName home, @Nullable BatchId parent) {
    if (parent != null && !parent.home().equals(home)) {
      throw new InvalidTaskException(
          "/parent", "the parent of a batch must be of its queue " + home + ", is " + parent);
    }
  }

  /**
   * The batches that were opened in a queue, in no order: those that have not ended, and those that
   * are kept. A page may hold a few more than the limit.
   *
   * @param cursor of the page before; null for the first
   * @param limit 1 to {@link #MAX_PAGE}
   */
  public Mono<BatchPage> list(String queue, @Nullable String cursor, int limit) {
    return Mono.defer(
        () -> {
          if (limit < 1 || limit > MAX_PAGE) {
            throw new InvalidTaskException(
                "/limit", "limit must be 1 to " + MAX_PAGE + ", is " + limit);
          }
          if (cursor != null && !cursor.matches("[0-9]{1,20}")) {
            throw new InvalidTaskException("/cursor", "cursor must be that of a page before");
          }
          return store.batches().list(QueueName.of(queue), cursor, limit);
        });
  }

  /**
   * How the batches of a queue are, and what is not as it should be, for operators. Looks at a part
   * of them where there are more than about 1,000 entries.
   */
  public Mono<BatchesView> look(String queue) {
    return Mono.defer(() -> store.batches().look(QueueName.of(queue)));
  }

  /** What can be done with this batch; nothing is asked yet. */
  public BatchHandle of(BatchId id) {
    return new BatchHandle(id, store, clients, payloads);
  }
}
