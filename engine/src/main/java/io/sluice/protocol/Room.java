package io.sluice.protocol;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.task.QueueName;
import io.sluice.task.RedisOutOfMemoryException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Room in a full Redis. A call that is refused for want of memory is sent again after finished
 * tasks were dropped, oldest first: those of its own queue, then those of the others in turn. It is
 * refused when nothing is left to drop.
 *
 * <p>A call that Redis refused has done nothing, so that it may be sent again as it is, under the
 * number that it has in its lane.
 */
final class Room {
  /**
   * Sheddings for one call. Each gives some megabytes back, so that more of them only help when
   * Redis is far above its limit; the caller is refused then, and its next call goes on.
   */
  private static final int MAX_ROUNDS = 50;

  /** Other queues that are looked at for one round. */
  private static final int MAX_QUEUES = 256;

  private static final int PAGE = 64;

  /** So long nobody looks at the other queues again when none of them had anything. */
  private static final long REST_NANOS = Duration.ofSeconds(1).toNanos();

  private final QueueNames names;
  private final Upkeep upkeep;
  private final EngineListener listener;

  /** One at a time in an engine: what it gives back is room for all. */
  private final AtomicReference<@Nullable Mono<Integer>> underWay = new AtomicReference<>();

  // Only used by the one that is under way.

  private volatile @Nullable QueueName last;
  private volatile long fruitlessAt = System.nanoTime() - REST_NANOS;

  Room(ScriptServer server, SlotCache slots, Upkeep upkeep, EngineListener listener) {
    this.names = new QueueNames(server, slots, this);
    this.upkeep = upkeep;
    this.listener = listener;
  }

  /** The call, which is sent once per subscription, and again as long as there is room to make. */
  <T> Mono<T> madeFor(QueueName queue, Mono<T> call) {
    return call.onErrorResume(
        RedisOutOfMemoryException.class,
        full -> make(queue, full).then(call.retryWhen(afterMaking(queue))));
  }

  private Retry afterMaking(QueueName queue) {
    return Retry.from(
        sends ->
            sends.concatMap(
                sent ->
                    sent.failure() instanceof RedisOutOfMemoryException full
                            && sent.totalRetries() < MAX_ROUNDS
                        ? make(queue, full)
                        : Mono.error(sent.failure())));
  }

  /** Errors with the refusal when nothing was dropped. */
  private Mono<Integer> make(QueueName queue, RedisOutOfMemoryException full) {
    return Mono.defer(() -> shareOrShed(queue))
        .filter(dropped -> dropped > 0)
        .switchIfEmpty(Mono.error(full));
  }

  private Mono<Integer> shareOrShed(QueueName queue) {
    Mono<Integer> own =
        Mono.defer(() -> shedAnywhere(queue))
            .doOnTerminate(() -> underWay.set(null))
            .cache(); // goes on for the others when the first leaves
    Mono<Integer> other = underWay.compareAndExchange(null, own);
    return other == null
        ? own
        : other.flatMap(dropped -> dropped > 0 ? Mono.just(dropped) : shed(queue));
  }

  private Mono<Integer> shedAnywhere(QueueName queue) {
    return shed(queue).flatMap(dropped -> dropped > 0 ? Mono.just(dropped) : shedElsewhere());
  }

  /** Goes on behind the queue that was looked at last, so that all of them yield in turn. */
  private Mono<Integer> shedElsewhere() {
    if (System.nanoTime() - fruitlessAt < REST_NANOS) {
      return Mono.just(0);
    }
    return names
        .after(last, PAGE)
        .expand(page -> page.isEmpty() ? Mono.empty() : names.after(lastOf(page), PAGE))
        .concatWith(Mono.defer(() -> names.after(null, MAX_QUEUES))) // begins again
        .concatMapIterable(page -> page, 1)
        .take(MAX_QUEUES)
        .concatMap(queue -> shed(queue).doOnNext(dropped -> last = queue), 1)
        .filter(dropped -> dropped > 0)
        .next()
        .switchIfEmpty(Mono.fromSupplier(this::fruitless));
  }

  private int fruitless() {
    fruitlessAt = System.nanoTime();
    return 0;
  }

  private Mono<Integer> shed(QueueName queue) {
    return upkeep.shed(queue).doOnNext(dropped -> report(queue, dropped));
  }

  private void report(QueueName queue, int dropped) {
    if (dropped > 0) {
      listener.on(new EngineEvent.TasksShed(queue, dropped));
    }
  }

  private static QueueName lastOf(List<QueueName> page) {
    return page.get(page.size() - 1);
  }
}
