package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.claim.HeldSlot;
import io.sluice.claim.Stage;
import io.sluice.config.QueueShares;
import io.sluice.crew.Gang;
import io.sluice.loop.Timers;
import io.sluice.task.QueueName;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;

/**
 * The slots of a worker, and with them its concurrency. Each of its queues has a {@link Share}:
 * before it claims it reserves as many slots as are its due, and what does not come is free again.
 * So what is held never exceeds the slots, and no slot waits for a queue that has nothing.
 *
 * <p>Why not {@code flatMap}: it looks at all its inner sources whenever one ends, so that at
 * 100,000 slots the end of a run costs more than the run. Why not requests, one per slot: they
 * cannot be taken back, neither for another queue nor when there are to be fewer slots.
 */
final class Slots {
  private final TaskRun run;
  private final Gang gang;
  private final BiConsumer<QueueName, Throwable> onError;
  private final List<Share> shares = new ArrayList<>();
  private final Allotment allotment;

  /**
   * Below zero while more run than there are slots by now, and while tasks leave whose slots are
   * taken.
   */
  private final AtomicInteger free;

  /** Words that are to be passed on. */
  private final AtomicInteger tells = new AtomicInteger();

  private final AtomicBoolean looksAgain = new AtomicBoolean();
  private volatile int count;
  private volatile boolean quiet;

  Slots(
      int count,
      QueueShares queues,
      TaskRun run,
      Gang gang,
      BiConsumer<QueueName, Throwable> onError) {
    this.count = count;
    this.free = new AtomicInteger(count);
    this.run = run;
    this.gang = gang;
    this.onError = onError;
    queues.weights().values().forEach(weight -> shares.add(new Share(this, weight)));
    this.allotment = queues.isStrict() ? Allotment.strict(shares) : new Weights(shares);
  }

  /** In the order of the queues. */
  List<Share> shares() {
    return shares;
  }

  boolean areShared() {
    return shares.size() > 1;
  }

  int count() {
    return count;
  }

  /** What runs beyond the new number ends by itself, and nothing begins until then. */
  void count(IntSupplier next) {
    setCount(next);
    tell();
  }

  private synchronized void setCount(IntSupplier next) {
    int now = next.getAsInt();
    free.addAndGet(now - count);
    count = now;
  }

  /** Has no room until it is told otherwise. */
  void quiet(boolean value) {
    quiet = value;
    tell();
  }

  int room(Share share) {
    int room = room();
    return room == 0 || !areShared() ? room : allotment.part(share, room);
  }

  int reserve(Share share, int max) {
    int left;
    int given;
    do {
      left = free.get();
      given = Math.min(room(share), Math.min(max, left));
      if (given <= 0) {
        return 0;
      }
    } while (!free.compareAndSet(left, left - given));
    allotment.given(share, given);
    return given;
  }

  /**
   * Also of the slots that so many tasks are about to leave; none where queues share them. Nor of
   * one slot, in which tasks run one after the other: what a handler does behind its last signal
   * could still be under way.
   */
  int reserve(Share share, int max, int ending) {
    int left;
    int given;
    do {
      left = free.get();
      given = quiet || areShared() || count == 1 ? 0 : Math.min(max, left + ending);
      if (given <= 0) {
        return 0;
      }
    } while (!free.compareAndSet(left, left - given));
    allotment.given(share, given);
    return given;
  }

  void unreserve(Share share, int left) {
    allotment.given(share, -left);
    free.addAndGet(left);
    if (left > 0) {
      tell();
    }
  }

  /** To be run with the next {@link #begin}. */
  void add(Claim claim, Runnable left) {
    gang.add(new Run(this, claim, left));
  }

  void begin(int claims) {
    gang.begin(claims);
  }

  /** Begins the attempt of a claim, which leaves its slot when it has ended. */
  void run(Claim claim, HeldSlot slot) {
    new Attempt(run, claim, slot).begin();
  }

  /** The loop of a queue went from one stage to the next. */
  void moved(Share share, Stage last, Stage next) {
    if (areShared()) {
      if (next == Stage.SEEKS && last != Stage.CALLS) {
        allotment.awake(share);
      }
      tell();
    }
  }

  /**
   * It may have come from where the claim is let go of; then what is held is found and released.
   */
  void failed(Claim claim, Throwable error) {
    claim.letGo();
    onError.accept(claim.queue(), error);
  }

  /** A task of this queue has left its slot. */
  void left(Share share) {
    free.incrementAndGet();
    share.ended();
    tell();
  }

  int room() {
    return quiet ? 0 : Math.max(0, free.get());
  }

  private void tell() {
    if (areShared()) {
      tellNext();
    } else {
      shares.get(0).tell();
    }
  }

  /**
   * One after the other, until nobody takes what is free: whom it is told goes on at once and here,
   * and what he leaves is told to the next.
   */
  private void tellNext() {
    if (tells.getAndIncrement() != 0) {
      return;
    }
    int told = 1;
    do {
      Share next = room() == 0 ? null : allotment.next();
      if (next != null) {
        next.tell();
      }
      told = tells.addAndGet(-told);
    } while (told != 0);
    lookAgain();
  }

  /** Slots that are kept for a queue whose calls are not answered go to the others by and by. */
  private void lookAgain() {
    if (room() > 0
        && !looksAgain.get()
        && shares.stream().anyMatch(Share::seeks)
        && looksAgain.compareAndSet(false, true)) {
      Timers.scheduler()
          .schedule(
              () -> {
                looksAgain.set(false);
                tellNext();
              },
              Share.COURTESY_NANOS,
              TimeUnit.NANOSECONDS);
    }
  }
}
