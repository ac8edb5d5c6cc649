package io.sluice.fair;

import io.sluice.protocol.TaskStore;
import io.sluice.script.Call;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.store.ClaimedTask;
import io.sluice.store.EnqueueItem;
import io.sluice.store.Settlement;
import io.sluice.store.StoredTask;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One queue of a store, and one session of it, in short words. */
final class FairQueue {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration LONG = Duration.ofMinutes(30);
  private static final AtomicLong IDS = new AtomicLong();

  private final TaskStore store;
  private final QueueName name;
  private final String session;
  private long enqueues;
  private long settles;
  private long claims;

  FairQueue(TaskStore store, String name) {
    this.store = store;
    this.name = QueueName.of(name);
    this.session = "s-" + name;
    store.names().register(this.name).block(SOON);
    now(store.sessions().open(this.name, session, LONG));
  }

  /** An answer that must come. */
  static <T> T now(Mono<T> answer) {
    T given = answer.block(SOON);
    if (given == null) {
      throw new AssertionError("no answer");
    }
    return given;
  }

  void weigh(Map<String, Long> weights) {
    Map<String, GroupRule> rules = new java.util.HashMap<>();
    weights.forEach((group, weight) -> rules.put(group, GroupRule.weighing(weight)));
    configure(QueueSettings.NONE.groups(rules));
  }

  void configure(QueueSettings settings) {
    store.lanes().configure(name, settings).block(SOON);
  }

  /** So many tasks of a group, which is null for none. */
  void enqueue(@Nullable String group, int count) {
    enqueue(group, TaskOptions.DEFAULT_PRIORITY, count);
  }

  void enqueue(@Nullable String group, int priority, int count) {
    TaskOptions options = TaskOptions.NONE.placed(priority, group);
    for (int left = count; left > 0; left -= TaskStore.MAX_BATCH) {
      List<EnqueueItem> items = new ArrayList<>();
      for (int i = Math.min(left, TaskStore.MAX_BATCH); i > 0; i--) {
        TaskId id = TaskId.of("t" + IDS.incrementAndGet());
        StoredTask task = new StoredTask(id, "work", store.now(), options, new byte[0]);
        items.add(new EnqueueItem(task, true, Duration.ZERO, null));
      }
      now(store.enqueue(name, new Call("producer", "e0", ++enqueues), items));
    }
  }

  /** The tasks in the order in which they take their turns; they have succeeded by then. */
  List<ClaimedTask> run(int most) {
    ClaimReply reply = now(store.claim(name, session, ++claims, ClaimTerms.upTo(most)));
    List<ClaimedTask> tasks = ((ClaimReply.Claimed) reply).tasks();
    if (!tasks.isEmpty()) {
      now(
          store.settle(
              name,
              new Call("settler", "s0", ++settles),
              tasks.stream()
                  .map(
                      one ->
                          new Settlement(
                              one.task().id(), one.token(), new Outcome.Succeed(new byte[0])))
                  .toList()));
    }
    return tasks;
  }
}
