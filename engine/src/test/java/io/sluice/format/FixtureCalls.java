package io.sluice.format;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.sluice.protocol.TaskStore;
import io.sluice.script.Call;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.store.ClaimedTask;
import io.sluice.store.EnqueueItem;
import io.sluice.store.Settlement;
import io.sluice.store.StoredTask;
import io.sluice.store.WorkerNote;
import io.sluice.store.flow.Flow;
import io.sluice.store.payload.Payload;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.RequestKey;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.view.QueueSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * The calls by which tasks get into the states of the fixture. What is drawn elsewhere is given.
 */
abstract class FixtureCalls {
  static final Instant CREATED = Instant.parse("2023-05-01T00:00:00Z");
  static final Duration LONG = TaskOptions.LONGEST;
  static final Duration HOUR = Duration.ofHours(1);
  static final Duration SOON = Duration.ofSeconds(20);

  final TaskStore store;
  private long calls;

  FixtureCalls(TaskStore store) {
    this.store = store;
  }

  void configure(QueueName queue, QueueSettings settings) {
    store.lanes().configure(queue, settings).block(SOON);
  }

  List<ClaimedTask> claim(QueueName queue, int max) {
    String session = "w-" + queue;
    store.sessions().open(queue, session, HOUR).block(SOON);
    store
        .sessions()
        .present(queue, session, new WorkerNote(8, max, HOUR, "host", null, null, Set.of("echo")))
        .block(SOON);
    List<ClaimedTask> tasks = new ArrayList<>();
    ClaimReply reply = store.claim(queue, session, 1, ClaimTerms.upTo(max)).block(SOON);
    tasks.addAll(((ClaimReply.Claimed) reply).tasks());
    if (tasks.size() != max) {
      throw new IllegalStateException("claimed " + tasks + " of " + queue);
    }
    return tasks;
  }

  void settle(QueueName queue, ClaimedTask claimed, Outcome outcome, @Nullable Duration retention) {
    require(
        store.settle(
            queue,
            call(),
            List.of(new Settlement(claimed.task().id(), claimed.token(), outcome, retention))),
        List.of(true));
  }

  void enqueue(QueueName queue, String... ids) {
    List<EnqueueItem> items = new ArrayList<>();
    for (String id : ids) {
      items.add(item(id, TaskOptions.NONE));
    }
    enqueue(queue, items.toArray(EnqueueItem[]::new));
  }

  void enqueue(QueueName queue, EnqueueItem... items) {
    store.enqueue(queue, call(), List.of(items)).block(SOON);
  }

  void once(QueueName queue, EnqueueItem item) {
    store.enqueueOnce(queue, call(), List.of(item)).block(SOON);
  }

  void enroll(QueueName queue, String id, BatchId batch) {
    EnqueueItem item = new EnqueueItem(task(id), true, Duration.ZERO, null, null, null, batch);
    store.enroll(queue, call(), List.of(item)).block(SOON);
  }

  static <T> void require(Mono<T> call, T answer) {
    T given = call.block(SOON);
    if (!answer.equals(given)) {
      throw new IllegalStateException("answered " + given);
    }
  }

  Call call() {
    return new Call("fixture", "l" + calls / 1_000, ++calls);
  }

  static TaskOptions options(Duration expiresIn) {
    return new TaskOptions(null, null, Map.of(), List.of(), expiresIn, null);
  }

  static TaskOptions grouped(
      @Nullable String group, @Nullable Integer priority, @Nullable Integer cost) {
    return new TaskOptions(null, null, Map.of(), List.of(), null, null, priority, group, cost);
  }

  static EnqueueItem item(String id, TaskOptions options) {
    StoredTask task = new StoredTask(id(id), "echo", CREATED, options, bytes("\"x\""));
    return new EnqueueItem(task, true, Duration.ZERO, null);
  }

  static EnqueueItem keyed(String id, @Nullable Unique unique, @Nullable RequestKey request) {
    return new EnqueueItem(task(id), true, Duration.ZERO, null, unique, request);
  }

  static EnqueueItem deflated(String id) {
    Payload payload = Payload.of(bytes('"' + "x".repeat(2_000) + '"'), 100);
    StoredTask task = new StoredTask(id(id), "echo", CREATED, TaskOptions.NONE, payload, Flow.NONE);
    return new EnqueueItem(task, true, Duration.ZERO, null);
  }

  static StoredTask task(String id) {
    return item(id, TaskOptions.NONE).task();
  }

  static TaskId id(String id) {
    return TaskId.of(id);
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
