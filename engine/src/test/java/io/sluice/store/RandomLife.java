package io.sluice.store;

import static io.sluice.store.TestQueue.settlement;

import io.sluice.protocol.TaskStore;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** What producers, workers, operators and reapers do to a queue, in an order by seed. */
final class RandomLife {
  private static final Failure FAILURE = Failure.of("T", "random");

  private final TestQueue queue;
  private final Random random;
  private final List<TaskId> known = new ArrayList<>();
  private final List<TestSession> sessions = new ArrayList<>();
  private final List<ClaimedTask> held = new ArrayList<>();
  private long accepted;

  RandomLife(TestQueue queue, long seed) {
    this.queue = queue;
    this.random = new Random(seed);
  }

  long accepted() {
    return accepted;
  }

  /** Does one thing and says what. */
  String step() {
    int dice = random.nextInt(100);
    if (dice < 25) {
      return enqueue();
    } else if (dice < 50) {
      return claim();
    } else if (dice < 75) {
      return settle();
    } else if (dice < 83) {
      return cancel();
    } else if (dice < 88) {
      queue.promote();
      return "promote";
    } else if (dice < 93) {
      queue.reap();
      return "reap";
    } else if (dice < 97) {
      queue.sweep();
      return "sweep";
    }
    return crash();
  }

  /** Ends whatever has not ended. */
  void drain() {
    sessions.forEach(TestSession::close);
    sessions.clear();
    while (queue.audit().unfinished() > 0) {
      queue.reap();
      queue.promote();
      for (ClaimedTask task : session().claim(TaskStore.MAX_BATCH)) {
        queue.settle(task, new Outcome.Succeed(new byte[0]));
      }
    }
  }

  private String enqueue() {
    EnqueueItem[] items = new EnqueueItem[1 + random.nextInt(5)];
    for (int i = 0; i < items.length; i++) {
      items[i] = item();
    }
    List<EnqueueReply> replies = queue.enqueue(items);
    accepted += Collections.frequency(replies, EnqueueReply.ACCEPTED);
    return "enqueue of " + items.length;
  }

  private EnqueueItem item() {
    if (!known.isEmpty() && random.nextInt(4) == 0) {
      return queue.given(anyOf(known));
    }
    TaskId id = queue.newId();
    known.add(id);
    return switch (random.nextInt(3)) {
      case 0 -> queue.fresh(id);
      case 1 -> queue.given(id);
      default -> queue.delayed(id, Duration.ofMillis(random.nextInt(5)));
    };
  }

  private String claim() {
    ClaimReply reply = session().tryClaim(1 + random.nextInt(5));
    if (reply instanceof ClaimReply.Claimed claimed) {
      held.addAll(claimed.tasks());
    }
    return "claim";
  }

  /** Sometimes of a claim that was lost, sometimes twice. */
  private String settle() {
    if (held.isEmpty()) {
      return "nothing";
    }
    ClaimedTask task = anyOf(held);
    if (random.nextInt(10) > 0) {
      held.remove(task);
    }
    Outcome outcome =
        switch (random.nextInt(9)) {
          case 0 -> new Outcome.Bury(FAILURE);
          case 1 -> Outcome.RELEASE;
          case 2 -> Outcome.CANCEL;
          case 3, 4 -> new Outcome.Retry(Duration.ofMillis(random.nextInt(5)), FAILURE);
          case 5 -> new Outcome.Snooze(Duration.ofMillis(random.nextInt(5)));
          default -> new Outcome.Succeed(new byte[random.nextInt(50)]);
        };
    List<Boolean> unused = queue.settle(settlement(task, outcome));
    return "settle " + outcome;
  }

  private String cancel() {
    if (known.isEmpty()) {
      return "nothing";
    }
    TaskId id = anyOf(known);
    return "cancel " + id + ": " + queue.cancel(id);
  }

  private String crash() {
    if (!sessions.isEmpty()) {
      sessions.remove(random.nextInt(sessions.size())).close();
    }
    return "crash";
  }

  private TestSession session() {
    if (sessions.size() < 3) {
      sessions.add(queue.session());
    }
    return anyOf(sessions);
  }

  private <T> T anyOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }
}
