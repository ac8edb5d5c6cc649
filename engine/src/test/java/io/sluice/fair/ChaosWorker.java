package io.sluice.fair;

import io.sluice.protocol.TaskStore;
import io.sluice.script.Call;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.store.ClaimedTask;
import io.sluice.store.ExtendReply;
import io.sluice.store.Settlement;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** A worker that is killed again and again: it holds tasks then, and says nothing any more. */
final class ChaosWorker implements Runnable {
  static final Duration LIFE = Duration.ofSeconds(1);
  private static final long EXTEND_NANOS = LIFE.toNanos() / 3;
  private static final long IDLE_NANOS = 3_000_000;

  private final TaskStore store;
  private final QueueName queue;
  private final String name;
  private final long end;
  private final SplittableRandom random;
  private final ConcurrentLinkedQueue<Start> starts;
  private final Map<String, Long> killed;
  private long settles;

  /** A task that was given out, at this time of Redis. */
  record Start(String group, long at) {}

  private record Held(ClaimedTask task, long until) {}

  ChaosWorker(
      TaskStore store,
      QueueName queue,
      String name,
      long end,
      ConcurrentLinkedQueue<Start> starts,
      Map<String, Long> killed) {
    this.store = store;
    this.queue = queue;
    this.name = name;
    this.end = end;
    this.random = new SplittableRandom(name.hashCode());
    this.starts = starts;
    this.killed = killed;
  }

  @Override
  public void run() {
    for (int life = 0; System.nanoTime() < end; life++) {
      live(name + "-" + life);
    }
  }

  private void live(String session) {
    boolean opened = FairQueue.now(store.sessions().open(queue, session, LIFE));
    long extended = System.nanoTime();
    long death = extended + random.nextLong(500_000_000, 4_000_000_000L);
    List<Held> held = new ArrayList<>();
    for (long claims = 1;
        opened && System.nanoTime() < death && System.nanoTime() < end;
        claims++) {
      if (System.nanoTime() > extended + EXTEND_NANOS) {
        long before = System.nanoTime();
        if (FairQueue.now(store.sessions().extend(queue, session, LIFE, ExtendReply.END))
            instanceof ExtendReply.Gone) {
          return;
        }
        extended = before;
      }
      ClaimReply reply =
          FairQueue.now(store.claim(queue, session, claims, ClaimTerms.upTo(random.nextInt(1, 5))));
      if (reply instanceof ClaimReply.Gone) {
        return;
      }
      if (reply instanceof ClaimReply.Claimed claimed) {
        for (ClaimedTask task : claimed.tasks()) {
          starts.add(
              new Start(
                  String.valueOf(task.task().options().group()), task.startedAt().toEpochMilli()));
          held.add(new Held(task, System.nanoTime() + random.nextLong(60_000_000)));
        }
      }
      settle(held);
      LockSupport.parkNanos(IDLE_NANOS);
    }
    if (System.nanoTime() < end && !held.isEmpty()) {
      killed.put(session, extended);
    } else if (System.nanoTime() < end) {
      // It dies with nothing.
    } else {
      held.replaceAll(one -> new Held(one.task(), 0));
      settle(held);
      store.sessions().close(queue, session).block();
    }
  }

  private void settle(List<Held> held) {
    List<Settlement> done = new ArrayList<>();
    for (Held one : List.copyOf(held)) {
      if (System.nanoTime() > one.until()) {
        held.remove(one);
        done.add(new Settlement(one.task().task().id(), one.task().token(), outcome()));
      }
    }
    if (!done.isEmpty()) {
      List<Boolean> unused =
          FairQueue.now(store.settle(queue, new Call(name, "s0", ++settles), done));
    }
  }

  private Outcome outcome() {
    int die = random.nextInt(100);
    if (die < 10) {
      return new Outcome.Retry(Duration.ofMillis(20), Failure.of(new IllegalStateException("no")));
    } else if (die < 15) {
      return new Outcome.Release();
    }
    return die < 17
        ? new Outcome.Throttle(Duration.ofMillis(30))
        : new Outcome.Succeed(new byte[0]);
  }
}
