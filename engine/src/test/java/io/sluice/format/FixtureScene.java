package io.sluice.format;

import io.sluice.protocol.TaskStore;
import io.sluice.protocol.partition.PartitionStore;
import io.sluice.schedule.FirePlan;
import io.sluice.schedule.Overlap;
import io.sluice.schedule.Schedule;
import io.sluice.schedule.TaskTemplate;
import io.sluice.script.Call;
import io.sluice.store.BulkPlan;
import io.sluice.store.ClaimTerms;
import io.sluice.store.ClaimedTask;
import io.sluice.store.DueSchedules;
import io.sluice.store.EnqueueItem;
import io.sluice.store.Note;
import io.sluice.store.PlannedFires;
import io.sluice.store.Settlement;
import io.sluice.store.Settlement.HandedOn;
import io.sluice.store.StoredSchedule;
import io.sluice.store.StoredTask;
import io.sluice.store.batch.Callback;
import io.sluice.store.flow.Flow;
import io.sluice.store.flow.Next;
import io.sluice.store.partition.PartitionMap;
import io.sluice.store.stream.Emission;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.RequestKey;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.enqueue.Unique.OnConflict;
import io.sluice.task.view.BulkAction;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.RateLimit;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts a task into each kind of state, as an engine does: what it leaves in Redis is what a version
 * of Sluice may find there. All that is drawn or by a clock elsewhere is given.
 */
final class FixtureScene extends FixtureCalls {
  static final QueueName STATES = QueueName.of("states");
  static final QueueName KEYS = QueueName.of("keys");
  static final QueueName LANES = QueueName.of("lanes");
  static final QueueName FLOW = QueueName.of("flow");
  static final QueueName TARGET = QueueName.of("target");
  static final QueueName HOME = QueueName.of("home");
  static final QueueName PLANS = QueueName.of("plans");
  static final QueueName GIFTS = QueueName.of("gifts");
  static final QueueName DIVIDED = QueueName.of("divided");
  static final BatchId BATCH = BatchId.gathering("b1", HOME);
  static final String STANDS = "w-gifts";

  private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");

  FixtureScene(TaskStore store) {
    super(store);
  }

  void play() {
    for (QueueName queue :
        List.of(STATES, KEYS, LANES, FLOW, TARGET, HOME, PLANS, GIFTS, DIVIDED)) {
      store.names().register(queue).block(SOON);
    }
    states();
    keys();
    lanes();
    batches();
    flow();
    schedules();
    gifts();
    divided();
  }

  private void states() {
    configure(STATES, new QueueSettings(null, null, 5_000L, LONG));
    enqueue(STATES, "succeeded-1", "listed-1", "retrying-1", "dead-1", "running-1");
    List<ClaimedTask> claimed = claim(STATES, 5);
    settle(STATES, claimed.get(0), new Outcome.Succeed(bytes("\"done\"")), LONG);
    settle(STATES, claimed.get(1), new Outcome.Succeed(bytes("\"listed\"")), null);
    Failure failure = Failure.of("java.lang.IllegalStateException", "not now", "a\n\tb");
    settle(STATES, claimed.get(2), new Outcome.Retry(HOUR, failure), null);
    settle(STATES, claimed.get(3), new Outcome.Bury(failure), null);
    TaskId running = claimed.get(4).task().id();
    String token = claimed.get(4).token();
    store
        .note(
            STATES,
            List.of(
                new Note.Progress(running, token, 0.5, "half"),
                new Note.Line(running, token, "a line")))
        .block(SOON);
    store
        .streams()
        .emit(
            STATES,
            List.of(
                new Emission(running, token, 100, 10_000, 0, bytes("1")),
                new Emission(running, token, 100, 10_000, 1, bytes("2"))))
        .block(SOON);
    enqueue(STATES, "cancelled-1");
    store.cancel(STATES, id("cancelled-1")).block(SOON);
    once(STATES, item("expired-1", options(Duration.ofMillis(1))));
    Eventually.eventually(store.upkeep().expire(STATES), expired -> expired == 1);
    once(STATES, item("in-time-1", options(LONG)));
    TaskOptions all =
        new TaskOptions(
            Duration.ofSeconds(7),
            RetryPolicy.fixed(3, Duration.ofSeconds(1)),
            Map.of("name", "value"),
            List.of("tag"),
            null,
            LONG);
    enqueue(STATES, item("ready-1", all));
    enqueue(STATES, deflated("deflated-1"));
    enqueue(STATES, new EnqueueItem(task("later-1"), true, Duration.ZERO, LATER));
    enqueue(STATES, new EnqueueItem(task("delayed-1"), true, HOUR, null));
    store.await(STATES, List.of(id("ready-1"))).block(SOON);
    store
        .admin()
        .begin(
            STATES,
            new BulkPlan("act-states", BulkAction.Kind.REDRIVE, TaskState.DEAD, 0, "none", ""))
        .block(SOON);
  }

  private void keys() {
    once(KEYS, keyed("newest-1", Unique.keepLast("doc"), null));
    claim(KEYS, 1);
    once(KEYS, keyed("newest-2", Unique.keepLast("doc"), null));
    once(KEYS, keyed("unique-1", new Unique("order", null, OnConflict.REJECT), null));
    once(KEYS, keyed("window-1", new Unique("hour", LONG.dividedBy(20), OnConflict.KEEP), null));
    once(KEYS, keyed("request-1", null, new RequestKey("post", "print", HOUR)));
    once(KEYS, keyed("debounced-1", Unique.debounce("typing", HOUR, HOUR.multipliedBy(2)), null));
    store.admin().pause(KEYS, "for the fixture", null).block(SOON);
  }

  private void lanes() {
    RateLimit rate = new RateLimit(1_000, Duration.ofSeconds(1), 100);
    configure(
        LANES,
        new QueueSettings(
            100_000L,
            64L,
            5_000L,
            LONG,
            rate,
            Map.of("a", new GroupRule(3L, 8L, rate, 900L)),
            Duration.ofDays(1),
            null,
            null));
    enqueue(
        LANES,
        item("a-1", grouped("a", null, null)),
        item("a-2", grouped("a", 8, 3)),
        item("b-1", grouped("b", null, null)),
        item("c-1", grouped("c", null, null)));
    enqueue(LANES, item("urgent-1", grouped(null, 9, null)));
    List<ClaimedTask> claimed = claim(LANES, 3);
    settle(LANES, claimed.get(1), new Outcome.Retry(HOUR, Failure.of("T", "later")), null);
    settle(LANES, claimed.get(2), new Outcome.Throttle(HOUR), null);
    enqueue(LANES, item("urgent-2", grouped(null, 9, null)));
  }

  private void batches() {
    store
        .batches()
        .open(
            BATCH,
            NewBatch.DEFAULT.name("fixture").gather(),
            List.of(
                new Callback(Callback.When.COMPLETE, HOME, item("complete-1", TaskOptions.NONE))))
        .block(SOON);
    enroll(HOME, "member-1", BATCH);
    enroll(HOME, "member-2", BATCH);
    store.batches().join(BATCH, TARGET).block(SOON);
    enroll(TARGET, "member-3", BATCH);
    settle(HOME, claim(HOME, 1).get(0), new Outcome.Succeed(bytes("\"one\"")), LONG);
    store.batches().seal(BATCH).block(SOON);
  }

  private void flow() {
    Next next =
        new Next(
            TARGET,
            false,
            id("follows-2"),
            Duration.ZERO,
            null,
            "echo",
            TaskOptions.NONE,
            null,
            bytes("\"after\""),
            List.of());
    enqueue(FLOW, "followed-1");
    ClaimedTask claimed = claim(FLOW, 1).get(0);
    store
        .handOn(
            FLOW,
            call(),
            List.of(
                new Settlement(
                    claimed.task().id(),
                    claimed.token(),
                    new Outcome.Succeed(bytes("\"x\"")),
                    LONG,
                    List.of(new HandedOn(TARGET, item("follows-1", TaskOptions.NONE))))))
        .block(SOON);
    StoredTask task =
        new StoredTask(
            id("followed-2"),
            "echo",
            CREATED,
            TaskOptions.NONE,
            bytes("\"x\""),
            new Flow(0, List.of(next)));
    enqueue(FLOW, new EnqueueItem(task, true, Duration.ZERO, null));
  }

  private void schedules() {
    TaskTemplate template = new TaskTemplate("echo", TaskOptions.NONE, bytes("\"planned\""));
    put("nightly", Schedule.cron("30 2 * * *", ZoneId.of("Europe/Berlin")), template);
    store.schedules().pause(ScheduleName.of("nightly"), true).block(SOON);
    put("often", Schedule.every(Duration.ofSeconds(1)).overlap(Overlap.SKIP), template);
    DueSchedules due =
        Eventually.eventually(store.schedules().due(PLANS), found -> !found.due().isEmpty());
    DueSchedules.Due one = due.due().get(0);
    store
        .schedules()
        .fire(
            PLANS,
            List.of(
                new PlannedFires(
                    one, FirePlan.of(one.timing(), one.catchUp(), one.at(), due.now(), 1))),
            List.of())
        .block(SOON);
  }

  private void put(String name, Schedule schedule, TaskTemplate template) {
    store
        .schedules()
        .put(new StoredSchedule(ScheduleName.of(name), PLANS, schedule, template))
        .block(SOON);
  }

  /** Somebody has to listen to what the session is told. */
  private void gifts() {
    store.sessions().open(GIFTS, STANDS, HOUR).block(SOON);
    store
        .claim(GIFTS, STANDS, 1, new ClaimTerms(1, Integer.MAX_VALUE, Set.of(), List.of(), true))
        .block(SOON);
    enqueue(GIFTS, "given-1");
  }

  /** From format 2 on. Of a raise that was broken off: the buckets that are to move are closed. */
  private void divided() {
    PartitionStore partitions = store.names().partitions();
    PartitionMap first = PartitionMap.undivided(DIVIDED).raised(2);
    partitions.put(0, first).block(SOON);
    PartitionMap map = first.opened(new BitSet());
    partitions.put(first.generation(), map).block(SOON);
    for (QueueName partition : map.partitions()) {
      partitions.remap(partition, map.generation()).block(SOON);
      String id = "divided-" + map.partitions().indexOf(partition);
      Call call = new Call("fixture", "m" + map.generation() + ".l", 1);
      store.enqueue(partition, call, List.of(item(id, TaskOptions.NONE))).block(SOON);
    }
    partitions.put(map.generation(), map.raised(3)).block(SOON);
  }
}
