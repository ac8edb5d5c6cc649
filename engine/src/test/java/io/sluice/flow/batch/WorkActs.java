package io.sluice.flow.batch;

import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimedTask;
import io.sluice.store.TestQueue;
import io.sluice.store.TestSession;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Claims members and settles them, sometimes late, twice or not at all. */
final class WorkActs {
  private static final Failure FAILURE = Failure.of("T", "random");

  private final BatchScene scene;
  private final List<Held> held = new ArrayList<>();
  private final Map<TestQueue, List<TestSession>> sessions = new HashMap<>();

  private record Held(TestQueue queue, ClaimedTask task) {}

  WorkActs(BatchScene scene) {
    this.scene = scene;
    scene.queues.forEach(queue -> sessions.put(queue, new ArrayList<>()));
  }

  private TestSession session(TestQueue queue) {
    List<TestSession> open = sessions.get(queue);
    if (open.size() < 2) {
      open.add(queue.session(scene.oneIn(3) ? Duration.ofMillis(2) : TestQueue.LONG));
    }
    return scene.any(open);
  }

  String claim() {
    TestQueue queue = scene.any(scene.queues);
    if (scene.oneIn(3)) {
      TestSession session = queue.session();
      sessions.get(queue).add(session);
      session
          .claimTypes(3, scene.oneIn(2) ? "greet" : "other")
          .forEach(t -> held.add(new Held(queue, t)));
      return "claim of a type";
    }
    if (session(queue).tryClaim(1 + scene.random.nextInt(4))
        instanceof ClaimReply.Claimed claimed) {
      claimed.tasks().forEach(task -> held.add(new Held(queue, task)));
    }
    return "claim";
  }

  String settle() {
    if (held.isEmpty()) {
      return "nothing";
    }
    Held one = scene.any(held);
    if (!scene.oneIn(8)) {
      held.remove(one);
    }
    Outcome outcome =
        switch (scene.random.nextInt(10)) {
          case 0, 1 -> new Outcome.Bury(FAILURE);
          case 2 -> Outcome.RELEASE;
          case 3 -> Outcome.CANCEL;
          case 4 -> new Outcome.Retry(scene.soon(), FAILURE);
          case 5 -> new Outcome.Snooze(scene.soon());
          case 6 -> new Outcome.Throttle(Duration.ofMillis(1));
          default -> new Outcome.Succeed(new byte[scene.random.nextInt(9)]);
        };
    List<Boolean> unused = one.queue.settle(TestQueue.settlement(one.task, outcome));
    return "settle " + outcome.getClass().getSimpleName();
  }

  String stop() {
    List<TestSession> open = sessions.get(scene.any(scene.queues));
    if (!open.isEmpty()) {
      open.remove(scene.random.nextInt(open.size())).close();
    }
    return "stop of a worker";
  }

  void stopAll() {
    held.clear();
    sessions.values().forEach(all -> all.forEach(TestSession::close));
    sessions.values().forEach(List::clear);
  }
}
