package io.sluice.flow.batch;

import static io.sluice.store.TestQueue.done;
import static io.sluice.store.TestQueue.now;

import io.sluice.config.SluiceConfig;
import io.sluice.protocol.TaskStore;
import io.sluice.protocol.letter.Packet;
import io.sluice.script.ScriptServer;
import io.sluice.store.Act;
import io.sluice.store.ClaimedTask;
import io.sluice.store.TestQueue;
import io.sluice.store.TestSession;
import io.sluice.store.batch.Judged;
import io.sluice.task.Outcome;
import io.sluice.task.TaskState;
import io.sluice.task.view.BulkAction;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What producers, workers, operators and maintenance do to batches of two queues, by a seed. */
final class BatchLife {
  private static final int MOST_ROUNDS = 60;
  private static final Duration REPORTED = Duration.ofMillis(300);
  private static final Duration TRIED_AGAIN = Duration.ofSeconds(3);

  private final Repeating server;
  private final Consumer<Duration> time;
  private final BatchScene scene;
  private final BatchActs batches;
  private final WorkActs workers;
  private final TreeMap<Integer, Supplier<String>> acts = new TreeMap<>();
  private int weight;

  /**
   * @param time lets this time pass
   * @param canWait whether that takes no time
   */
  BatchLife(
      ScriptServer server,
      SluiceConfig config,
      long seed,
      Consumer<Duration> time,
      boolean canWait) {
    Random random = new Random(seed);
    this.server = new Repeating(server, random);
    this.time = time;
    this.scene = new BatchScene(random, new TaskStore(this.server, config, event -> {}));
    this.batches = new BatchActs(scene);
    this.workers = new WorkActs(scene);
    MemberActs members = new MemberActs(scene);
    OperatorActs operators = new OperatorActs(scene);
    UpkeepActs upkeep = new UpkeepActs(scene, canWait);
    act(10, batches::open);
    act(40, members::enroll);
    act(15, members::enrollOnce);
    act(30, workers::claim);
    act(35, workers::settle);
    act(1, workers::stop);
    act(8, operators::cancel);
    act(20, operators::actOnOne);
    act(5, operators::bulk);
    act(8, upkeep::keep);
    act(4, batches::close);
    act(25, upkeep::judge);
    act(25, upkeep::deliver);
    act(8, this::pass);
    act(10, this::late);
  }

  private void act(int often, Supplier<String> act) {
    acts.put(weight, act);
    weight += often;
  }

  /** So many acts, and then until all has ended; answers what was found. */
  List<String> run(int steps) {
    String first = batches.open();
    scene.recount.look(first);
    for (int i = 0; i < steps && scene.recount.violations().isEmpty(); i++) {
      String what = acts.floorEntry(scene.random.nextInt(weight)).getValue().get();
      scene.recount.look(what + " (" + i + ")");
    }
    if (scene.recount.violations().isEmpty()) {
      end();
    }
    return scene.recount.violations();
  }

  private String pass() {
    time.accept(Duration.ofMillis(1 + scene.random.nextInt(4)));
    return "time";
  }

  private String late() {
    server.deliverLate();
    return "a late call";
  }

  private void end() {
    for (Opened batch : scene.recount.batches()) {
      if (!batch.deleted) {
        done(scene.home.store().batches().seal(batch.id));
      }
    }
    settleDown();
    scene.recount.judge();
    if (scene.recount.violations().isEmpty()) {
      redrive();
      scene.recount.judge();
    }
    if (scene.recount.violations().isEmpty()) {
      deleteAll();
    }
  }

  private void redrive() {
    scene.queues.forEach(
        queue ->
            queue
                .admin()
                .begin(OperatorActs.plan("last", BulkAction.Kind.REDRIVE, TaskState.DEAD)));
    settleDown();
    time.accept(REPORTED);
    settleDown();
  }

  private void deleteAll() {
    for (Opened batch : scene.recount.batches()) {
      if (!batch.deleted) {
        batches.delete(batch.id);
      }
    }
    settleDown();
    scene.queues.forEach(BatchLife::bury);
  }

  private static void bury(TestQueue queue) {
    queue.admin().begin(OperatorActs.plan("gone", BulkAction.Kind.PURGE, TaskState.DEAD));
    queue.admin().stepAll();
  }

  /** Ends whatever has not ended, in rounds of what engines do, until nothing is left to do. */
  private void settleDown() {
    workers.stopAll();
    for (int i = 0; i < MOST_ROUNDS; i++) {
      boolean isQuiet = true;
      boolean isOver = true;
      for (TestQueue queue : scene.queues) {
        scene.recount.pendingIn(queue).forEach(id -> queue.admin().act(id, Act.RUN_NOW));
        isQuiet &= round(queue);
        isOver &= isOver(queue);
      }
      scene.recount.look("round " + i + " of the end");
      if ((isQuiet && isOver && scene.recount.allEnded())
          || !scene.recount.violations().isEmpty()) {
        return;
      }
      time.accept(isQuiet ? TRIED_AGAIN : Duration.ofMillis(5));
    }
  }

  private static boolean isOver(TestQueue queue) {
    return now(queue.store().letters().look(queue.name())).unsent() == 0
        && queue.audit().unfinished() == 0;
  }

  /** Whether there was nothing to do. */
  private boolean round(TestQueue queue) {
    queue.admin().stepAll();
    queue.reap();
    queue.promote();
    queue.expire();
    TestSession session = queue.session();
    List<ClaimedTask> tasks = session.claim(TaskStore.MAX_BATCH);
    for (ClaimedTask task : tasks) {
      List<Boolean> unused =
          queue.settle(TestQueue.settlement(task, new Outcome.Succeed(new byte[0])));
    }
    session.close();
    Judged judged = now(queue.store().batches().judge(queue.name()));
    for (String part : judged.stopping()) {
      while (now(queue.store().batches().stop(queue.name(), part))) {
        // until all were looked at
      }
    }
    Packet packet = now(queue.store().letters().collect(queue.name())).packet();
    if (packet != null) {
      var stand = now(queue.store().letters().receive(queue.name(), packet));
      now(queue.store().letters().forget(queue.name(), packet, stand));
    }
    return tasks.isEmpty() && judged.looked() == 0 && packet == null;
  }
}
