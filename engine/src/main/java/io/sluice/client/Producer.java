package io.sluice.client;

import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineListener;
import io.sluice.lane.GroupCommit;
import io.sluice.lane.Lane;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.TaskStore;
import io.sluice.task.QueueName;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;

/** Puts tasks into one queue, many in a call. */
final class Producer {
  /** Calls under way at once: one is executed while the next is on its way. */
  private static final int LANES = 2;

  private static final GroupCommit.Bounds BOUNDS =
      new GroupCommit.Bounds(TaskStore.MAX_BATCH, TaskStore.MAX_BATCH_BYTES, 65_536, 64L << 20);

  private final QueueName queue;
  private final TaskStore store;
  private final GroupCommit<EnqueueItem, Answer> commits;
  private volatile boolean registered;

  /** What became of one item. */
  enum Answer {
    ACCEPTED,
    DUPLICATE,
    FULL
  }

  Producer(
      QueueName queue,
      TaskStore store,
      SluiceConfig config,
      String clientId,
      EngineListener listener) {
    this.queue = queue;
    this.store = store;
    this.commits =
        new GroupCommit<>(
            "enqueue",
            Lane.several(LANES, queue, clientId, "e", listener),
            BOUNDS,
            EnqueueItem::weight,
            config.enqueueTimeout(),
            (lane, items, wanted) ->
                lane.call(
                    "enqueue",
                    call ->
                        register()
                            .then(store.enqueue(queue, call, items))
                            .map(reply -> answers(reply, items.size())),
                    wanted));
  }

  Mono<Answer> enqueue(EnqueueItem item) {
    return commits.submit(item);
  }

  void expire() {
    commits.expire();
  }

  boolean idle() {
    return commits.idle();
  }

  private Mono<Void> register() {
    return registered ? Mono.empty() : store.register(queue).doOnSuccess(done -> registered = true);
  }

  private static List<Answer> answers(EnqueueReply reply, int size) {
    List<Answer> answers = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      answers.add(answer(reply, i));
    }
    return answers;
  }

  private static Answer answer(EnqueueReply reply, int index) {
    if (reply.full()) {
      return Answer.FULL;
    }
    return reply.duplicates().get(index) ? Answer.DUPLICATE : Answer.ACCEPTED;
  }
}
