package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.protocol.TaskStore;
import io.sluice.script.Call;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.RequestKey;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.view.CancelReply;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One queue of a store under test, in short words. */
public final class TestQueue {
  /** Longer than any test. */
  public static final Duration LONG = Duration.ofMinutes(5);

  /** So short that its session is over as soon as anybody looks. */
  public static final Duration SHORT = Duration.ofMillis(1);

  private static final Duration SOON = Duration.ofSeconds(20);

  private final TaskStore store;
  private final QueueName name;
  private long enqueues;
  private long settles;
  private int ids;
  private int sessions;

  TestQueue(TaskStore store, QueueName name) {
    this.store = store;
    this.name = name;
  }

  public TaskStore store() {
    return store;
  }

  public QueueName name() {
    return name;
  }

  /** The same queue, seen through a store with other settings. */
  public TestQueue through(TaskStore other) {
    return new TestQueue(other, name);
  }

  /** An answer that must come. */
  public static <T> T now(Mono<T> answer) {
    T given = answer.block(SOON);
    assertThat(given).isNotNull();
    return given;
  }

  /** The end of a call without an answer. */
  public static void done(Mono<Void> call) {
    call.block(SOON);
  }

  // Tasks.

  public TaskId newId() {
    return TaskId.of("t" + ++ids);
  }

  public StoredTask task(TaskId id) {
    return new StoredTask(
        id, "greet", store.now(), TaskOptions.NONE, id.value().getBytes(StandardCharsets.UTF_8));
  }

  /** With an id that nobody can have used. */
  public EnqueueItem fresh(TaskId id) {
    return new EnqueueItem(task(id), true, Duration.ZERO, null);
  }

  /** With an id that the caller chose. */
  public EnqueueItem given(TaskId id) {
    return new EnqueueItem(task(id), false, Duration.ZERO, null);
  }

  public EnqueueItem delayed(TaskId id, Duration delay) {
    return new EnqueueItem(task(id), true, delay, null);
  }

  public EnqueueItem at(TaskId id, Instant runAt) {
    return new EnqueueItem(task(id), true, Duration.ZERO, runAt);
  }

  /** With this payload. */
  public EnqueueItem carrying(TaskId id, byte[] payload) {
    return of(id, "greet", payload);
  }

  public EnqueueItem of(TaskId id, String type, byte[] payload) {
    return new EnqueueItem(
        new StoredTask(id, type, store.now(), TaskOptions.NONE, payload),
        true,
        Duration.ZERO,
        null);
  }

  /** That is to begin within a time. */
  public EnqueueItem expiring(TaskId id, Duration expiresIn) {
    return new EnqueueItem(
        with(id, new TaskOptions(null, null, Map.of(), List.of(), expiresIn, null)),
        true,
        Duration.ZERO,
        null);
  }

  public EnqueueItem unique(TaskId id, Unique unique) {
    return new EnqueueItem(task(id), true, Duration.ZERO, null, unique, null);
  }

  public EnqueueItem requested(TaskId id, RequestKey request) {
    return new EnqueueItem(task(id), true, Duration.ZERO, null, null, request);
  }

  /** The same, later. */
  public static EnqueueItem delayed(EnqueueItem item, Duration delay) {
    return new EnqueueItem(item.task(), item.fresh(), delay, null, item.unique(), item.request());
  }

  private StoredTask with(TaskId id, TaskOptions options) {
    StoredTask task = task(id);
    return new StoredTask(id, task.type(), task.createdAt(), options, task.payload());
  }

  // Calls, each under the next number of its lane.

  public Call enqueueCall() {
    return new Call("producer", "e0", ++enqueues);
  }

  public Call settleCall() {
    return new Call("settler", "s0", ++settles);
  }

  public List<EnqueueReply> enqueue(EnqueueItem... items) {
    return now(store.enqueue(name, enqueueCall(), List.of(items)));
  }

  public List<EnqueueReply> enqueueOnce(EnqueueItem... items) {
    return now(store.enqueueOnce(name, enqueueCall(), List.of(items)));
  }

  /** Enqueues one task with a condition, which must be accepted. */
  public TaskId take(EnqueueItem item) {
    assertThat(enqueueOnce(item)).containsExactly(EnqueueReply.ACCEPTED);
    return item.task().id();
  }

  /** Enqueues one task with a condition, which must be refused. */
  public EnqueueReply.Refused refused(EnqueueItem item) {
    return (EnqueueReply.Refused) enqueueOnce(item).get(0);
  }

  /** A ready task. */
  public TaskId ready() {
    TaskId id = newId();
    enqueue(fresh(id));
    return id;
  }

  /** Many ready tasks, in order. */
  public List<TaskId> ready(int count) {
    return enqueueAll(count, this::fresh);
  }

  /** Many ready tasks of this type, in order. */
  public List<TaskId> readyOf(String type, int count) {
    return enqueueAll(count, id -> of(id, type, new byte[0]));
  }

  private List<TaskId> enqueueAll(int count, Function<TaskId, EnqueueItem> item) {
    List<TaskId> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(newId());
    }
    for (int from = 0; from < count; from += TaskStore.MAX_BATCH) {
      List<TaskId> batch = all.subList(from, Math.min(count, from + TaskStore.MAX_BATCH));
      now(store.enqueue(name, enqueueCall(), batch.stream().map(item).toList()));
    }
    return all;
  }

  /** An open session. */
  public TestSession session() {
    return session(LONG);
  }

  public TestSession session(Duration life) {
    String id = name + "s" + ++sessions;
    assertThat(now(store.sessions().open(name, id, life))).isTrue();
    return new TestSession(this, id);
  }

  public List<Boolean> settle(Settlement... settlements) {
    return now(store.settle(name, settleCall(), List.of(settlements)));
  }

  /** Reports one outcome, which must be accepted. */
  public void settle(ClaimedTask claimed, Outcome outcome) {
    assertThat(settle(settlement(claimed, outcome))).containsExactly(true);
  }

  public static Settlement settlement(ClaimedTask claimed, Outcome outcome) {
    return new Settlement(claimed.task().id(), claimed.token(), outcome);
  }

  public CancelReply cancel(TaskId id) {
    return now(store.cancel(name, id));
  }

  public void pause() {
    done(store.admin().pause(name, "", null));
  }

  public void resume() {
    done(store.admin().resume(name));
  }

  public Promoted promote() {
    return now(store.upkeep().promote(name));
  }

  public Reaped reap() {
    return now(store.upkeep().reap(name));
  }

  public Reaped reapUntil(Predicate<Reaped> fits) {
    return Eventually.eventually(store.upkeep().reap(name), fits);
  }

  public int sweep() {
    return now(store.upkeep().sweep(name)).dropped();
  }

  public int shed() {
    return now(store.upkeep().shed(name));
  }

  public int discard(TaskId... ids) {
    return now(store.upkeep().discard(name, List.of(ids)));
  }

  public int expire() {
    return now(store.upkeep().expire(name));
  }

  public void note(Note... notes) {
    done(store.note(name, List.of(notes)));
  }

  /** What operators do to it. */
  public TestAdmin admin() {
    return new TestAdmin(this);
  }

  // Looks.

  public @Nullable TaskView find(TaskId id) {
    return now(store.find(name, List.of(id))).get(0).orElse(null);
  }

  public List<Optional<TaskView>> find(TaskId... id) {
    return now(store.find(name, Arrays.asList(id)));
  }

  /** A look of one who waits for its end. */
  public Optional<TaskView> await(TaskId id) {
    return now(store.await(name, List.of(id))).get(0);
  }

  public QueueView stats() {
    return now(store.stats(name));
  }

  public QueueView.Counts counts() {
    return stats().counts();
  }

  public QueueView.Totals totals() {
    return stats().totals();
  }

  public Ledger audit() {
    return now(store.mending().audit(name));
  }

  public void assertState(TaskId id, TaskState state) {
    assertThat(find(id)).as("task %s", id).isNotNull();
    assertThat(find(id).state()).as("state of %s", id).isEqualTo(state);
    assertBalanced();
  }

  public void assertUnknown(TaskId id) {
    assertThat(find(id)).as("task %s", id).isNull();
    assertBalanced();
  }

  public void assertBalanced() {
    Ledger ledger = audit();
    assertThat(ledger.balanced()).as("ledger %s", ledger).isTrue();
  }
}
