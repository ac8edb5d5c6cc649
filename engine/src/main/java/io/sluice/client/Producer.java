package io.sluice.client;

import io.sluice.event.EngineListener;
import io.sluice.lane.GroupCommit;
import io.sluice.lane.Lane;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.OnceReply;
import io.sluice.store.Refusal;
import io.sluice.store.TaskStore;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Puts tasks into one queue, many in a call. Those with a condition go by a way of their own, so
 * that the others pay nothing for them.
 */
final class Producer {
  /** Calls under way at once: one is executed while the next is on its way. */
  private static final int LANES = 2;

  /** Fewer of those with a condition, each of which costs several times as much. */
  private static final GroupCommit.Bounds CONDITIONAL_BOUNDS =
      new GroupCommit.Bounds(64, TaskStore.MAX_BATCH_BYTES, 65_536, 64L << 20);

  private static final GroupCommit.Bounds BOUNDS =
      new GroupCommit.Bounds(TaskStore.MAX_BATCH, TaskStore.MAX_BATCH_BYTES, 65_536, 64L << 20);

  private final QueueName queue;
  private final TaskStore store;
  private final GroupCommit<EnqueueItem, Answer> plain;
  private final GroupCommit<EnqueueItem, Answer> conditional;

  /** Since others may have deleted the queue meanwhile. */
  private static final Duration REGISTER_EVERY = Duration.ofSeconds(10);

  private volatile boolean registered;
  private volatile long registeredAt;

  /**
   * What became of one item.
   *
   * @param refusal why it was not accepted; null when it was, or when the queue is full
   */
  record Answer(boolean full, @Nullable Refusal refusal) {
    static final Answer ACCEPTED = new Answer(false, null);
    static final Answer FULL = new Answer(true, null);
  }

  /**
   * Whose callers are a kind of their own, with lanes of their own.
   *
   * @param patience how long an item may stay unanswered
   * @param kind of one letter, in the names of the lanes; empty for the usual kind
   * @param answers where callers are answered
   */
  Producer(
      QueueName queue,
      TaskStore store,
      Duration patience,
      String clientId,
      String kind,
      EngineListener listener,
      Executor answers) {
    this.queue = queue;
    this.store = store;
    this.plain =
        new GroupCommit<>(
            "enqueue",
            Lane.several(LANES, queue, clientId, kind + "e", listener),
            BOUNDS,
            EnqueueItem::weight,
            patience,
            (lane, items, wanted) ->
                lane.call(
                    "enqueue",
                    call ->
                        register()
                            .then(store.enqueue(queue, call, items))
                            .map(reply -> answers(reply, items)),
                    wanted),
            answers);
    this.conditional =
        new GroupCommit<>(
            "enqueue once",
            Lane.several(LANES, queue, clientId, kind + "o", listener),
            CONDITIONAL_BOUNDS,
            EnqueueItem::weight,
            patience,
            (lane, items, wanted) ->
                lane.call(
                    "enqueue once",
                    call ->
                        register()
                            .then(store.enqueueOnce(queue, call, items))
                            .map(reply -> answers(reply, items)),
                    wanted),
            answers);
  }

  Mono<Answer> enqueue(EnqueueItem item) {
    return (item.conditional() ? conditional : plain).submit(item);
  }

  void expire() {
    plain.expire();
    conditional.expire();
  }

  boolean idle() {
    return plain.idle() && conditional.idle();
  }

  private Mono<Void> register() {
    long now = System.nanoTime();
    if (registered && now - registeredAt < REGISTER_EVERY.toNanos()) {
      return Mono.empty();
    }
    return store
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

  private static List<Answer> answers(EnqueueReply reply, List<EnqueueItem> items) {
    List<Answer> answers = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      if (reply.full()) {
        answers.add(Answer.FULL);
      } else if (reply.duplicates().get(i)) {
        TaskId id = items.get(i).task().id();
        answers.add(new Answer(false, new Refusal(Refusal.Kind.DUPLICATE, id, null)));
      } else {
        answers.add(Answer.ACCEPTED);
      }
    }
    return answers;
  }

  private static List<Answer> answers(OnceReply reply, List<EnqueueItem> items) {
    List<Answer> answers = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Refusal refusal = reply.refusals().get(i);
      answers.add(
          reply.full()
              ? Answer.FULL
              : refusal == null ? Answer.ACCEPTED : new Answer(false, refusal));
    }
    return answers;
  }
}
