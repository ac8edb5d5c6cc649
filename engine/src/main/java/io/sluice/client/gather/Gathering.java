package io.sluice.client.gather;

import io.sluice.lane.Resend;
import io.sluice.protocol.batch.BatchStore;
import io.sluice.task.BatchException;
import io.sluice.task.QueueName;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPosition;
import io.sluice.task.batch.BatchView;
import io.sluice.task.batch.Gathered;
import io.sluice.task.batch.GatheredPage;
import java.util.function.Predicate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Reads how the members of a batch have ended, from a position on. In each queue that has members
 * the ends lie in their order, so a reader needs to keep no more than how many of them it has
 * taken.
 */
public final class Gathering {
  /** Ends that one call reads. */
  private static final int MOST_ENDS = 64;

  /** Bytes that one call reads, but for those of its first end. */
  private static final int MOST_BYTES = 256 * 1024;

  private final BatchId id;
  private final BatchStore store;
  private final Scheduler answers;

  /**
   * @param answers where what was read is handed on
   * @throws BatchException when the batch does not gather
   */
  public Gathering(BatchId id, BatchStore store, Scheduler answers) {
    if (!id.gathers()) {
      throw BatchException.notGathered(id.toString());
    }
    this.id = id;
    this.store = store;
    this.answers = answers;
  }

  /**
   * The ends after a position, as they are now.
   *
   * @param limit at least 1
   * @param wanted which queues are read
   */
  public Mono<GatheredPage> page(BatchPosition after, int limit, Predicate<QueueName> wanted) {
    return store
        .show(id)
        .flatMap(batch -> page(Page.begin(batch, after, wanted), limit).map(page -> page.of(batch)))
        .publishOn(answers);
  }

  /**
   * The ends after a position, and further ones as they come, until the batch has ended. One part
   * at a time is read, and the next one when the one before is handed on. While Redis does not
   * answer, nothing is given.
   *
   * @param views the batch now and whenever it has changed, up to its end
   */
  public Flux<Gathered<byte[]>> follow(Flux<BatchView> views, BatchPosition after) {
    return Flux.defer(
        () -> {
          Reader reader = new Reader(after);
          return views.concatMap(reader::news, 0);
        });
  }

  private Mono<Page> page(Page none, int limit) {
    return Mono.just(none)
        .expand(page -> page.isOver(limit) ? Mono.empty() : more(page, limit))
        .last(none);
  }

  private Mono<Page> more(Page page, int limit) {
    QueueName queue = page.queues().get(0);
    int most = Math.min(MOST_ENDS, limit - page.items().size());
    return store.ends(id, queue, page.position().in(queue), most, MOST_BYTES).map(page::with);
  }

  /** Touched by one look at a time. */
  private final class Reader {
    private BatchPosition position;
    private boolean more;

    private Reader(BatchPosition after) {
      position = after;
    }

    private Flux<Gathered<byte[]>> news(BatchView batch) {
      return Flux.defer(() -> part(batch)).repeat(() -> more);
    }

    private Flux<Gathered<byte[]>> part(BatchView batch) {
      return Mono.defer(() -> page(Page.begin(batch, position, queue -> true), MOST_ENDS))
          .retryWhen(Resend.until(() -> false, (sends, cause) -> {}))
          .publishOn(answers)
          .doOnNext(this::read)
          .flatMapIterable(Page::items);
    }

    private void read(Page page) {
      position = page.position();
      more = !page.isReadToTheEnd();
    }
  }
}
