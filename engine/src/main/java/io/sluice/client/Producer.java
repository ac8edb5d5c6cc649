package io.sluice.client;

import io.sluice.event.EngineListener;
import io.sluice.lane.Expiry;
import io.sluice.lane.GroupCommit;
import io.sluice.lane.Lane;
import io.sluice.protocol.TaskStore;
import io.sluice.script.Call;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.Durability;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * Puts tasks into one queue, many in a call. Those with a condition, and members of batches, go by
 * ways of their own, so that the others pay nothing for them.
 */
final class Producer {
  /** Calls under way at once: one is executed while the next is on its way. */
  private static final int LANES = 2;

  /** Fewer of those with a condition, each of which costs several times as much. */
  private static final GroupCommit.Bounds CONDITIONAL_BOUNDS =
      new GroupCommit.Bounds(64, TaskStore.MAX_BATCH_BYTES, 65_536, 64L << 20);

  private static final GroupCommit.Bounds BOUNDS =
      new GroupCommit.Bounds(TaskStore.MAX_BATCH, TaskStore.MAX_BATCH_BYTES, 65_536, 64L << 20);

  /** Since others may have deleted the queue meanwhile. */
  private static final Duration REGISTER_EVERY = Duration.ofSeconds(10);

  private final QueueName queue;
  private final TaskStore store;
  private final GroupCommit<EnqueueItem, EnqueueReply> plain;
  private final GroupCommit<EnqueueItem, EnqueueReply> grouped;
  private final GroupCommit<EnqueueItem, EnqueueReply> conditional;
  private final GroupCommit<EnqueueItem, EnqueueReply> members;
  private final Consumer<Durability> least;
  private volatile boolean registered;
  private volatile long registeredAt;

  /** The call of the store that takes a batch of items. */
  @FunctionalInterface
  private interface Send {
    Mono<List<EnqueueReply>> of(QueueName queue, Call call, List<EnqueueItem> items);
  }

  /**
   * A producer with lanes of its own.
   *
   * @param expiry when an item that stays unanswered fails
   * @param kind one letter in the names of the lanes; empty for the usual kind of callers
   * @param answers where callers are answered
   * @param least is told how safe the enqueues of the queue are to be at least
   */
  Producer(
      QueueName queue,
      TaskStore store,
      Expiry expiry,
      String clientId,
      String kind,
      EngineListener listener,
      Executor answers,
      Consumer<Durability> least) {
    this.queue = queue;
    this.store = store;
    this.least = least;
    this.plain =
        pipeline(
            "enqueue",
            Lane.several(LANES, queue, clientId, kind + "e", listener),
            BOUNDS,
            expiry,
            store::enqueue,
            answers);
    this.grouped =
        pipeline(
            "enqueue grouped",
            Lane.several(LANES, queue, clientId, kind + "g", listener),
            BOUNDS,
            expiry,
            store::enqueue,
            answers);
    this.conditional =
        pipeline(
            "enqueue once",
            Lane.several(LANES, queue, clientId, kind + "o", listener),
            CONDITIONAL_BOUNDS,
            expiry,
            store::enqueueOnce,
            answers);
    this.members =
        pipeline(
            "enroll",
            Lane.several(LANES, queue, clientId, kind + "b", listener),
            BOUNDS,
            expiry,
            store::enroll,
            answers);
  }

  private GroupCommit<EnqueueItem, EnqueueReply> pipeline(
      String verb,
      List<Lane> lanes,
      GroupCommit.Bounds bounds,
      Expiry expiry,
      Send send,
      Executor answers) {
    return new GroupCommit<>(
        verb,
        lanes,
        bounds,
        EnqueueItem::weight,
        expiry,
        (lane, items, wanted) ->
            lane.call(
                verb,
                call ->
                    register()
                        .then(send.of(queue, call, items))
                        .doOnNext(replies -> least.accept(replies.get(0).least())),
                wanted),
        answers);
  }

  Mono<EnqueueReply> enqueue(EnqueueItem item) {
    return wayOf(item).submit(item);
  }

  private GroupCommit<EnqueueItem, EnqueueReply> wayOf(EnqueueItem item) {
    if (item.batch() != null && !item.keyed()) {
      return members;
    }
    if (item.conditional()) {
      return conditional;
    }
    return item.grouped() ? grouped : plain;
  }

  boolean idle() {
    return plain.idle() && grouped.idle() && conditional.idle() && members.idle();
  }

  private Mono<Void> register() {
    long now = System.nanoTime();
    if (registered && now - registeredAt < REGISTER_EVERY.toNanos()) {
      return Mono.empty();
    }
    return store
        .names()
        .register(queue)
        .doOnSuccess(
            done -> {
              registeredAt = now;
              registered = true;
            });
  }

  /** The queue was deleted: the next task makes it known again. */
  void forgetQueue() {
    registered = false;
  }
}
