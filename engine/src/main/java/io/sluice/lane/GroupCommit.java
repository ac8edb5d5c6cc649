package io.sluice.lane;

import io.sluice.task.OverloadedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.concurrent.Queues;

/**
 * Gathers single items into calls: what arrives while a call is under way goes out together in the
 * next one. So a lone item waits for nothing, and a flood is batched by itself, without a timer.
 *
 * <p>How it works. Items wait in one queue. As many calls may be under way as there are lanes. A
 * drain pairs a free lane with the items that wait, up to the bounds of a batch; it runs when an
 * item arrives and when a call ends, by one thread at a time (a thread that finds it running leaves
 * a note to go round again). Items whose caller has cancelled or timed out are skipped when they
 * come up; a call none of whose items is wanted any more is not sent again.
 *
 * <p>Bounded by items and by bytes, waiting and under way together; over either bound an item is
 * refused at once.
 *
 * @param <I> an item
 * @param <A> what is answered per item
 */
public final class GroupCommit<I, A> {
  /**
   * Sends one batch over a lane.
   *
   * @param <I> an item
   * @param <A> what is answered per item, in order
   */
  public interface Sender<I, A> {
    Mono<List<A>> send(Lane lane, List<I> items, BooleanSupplier wanted);
  }

  /**
   * What is held and sent at most.
   *
   * @param batchItems items in one call
   * @param batchBytes bytes in one call, as the items weigh, but always one item
   * @param heldItems items that wait or are under way
   * @param heldBytes bytes that wait or are under way
   */
  public record Bounds(int batchItems, int batchBytes, int heldItems, long heldBytes) {}

  private final String verb;
  private final Bounds bounds;
  private final Sender<I, A> sender;
  private final ToIntFunction<I> weight;
  private final Expiry expiry;
  private final long timeoutNanos;
  private final Executor answers;
  private HoldBack holdBack = new HoldBack(Forecast.NONE, this::drain);

  private final Queue<Entry<I, A>> waiting = Queues.<Entry<I, A>>unboundedMultiproducer().get();
  private final Queue<Batch<I, A>> ended = Queues.<Batch<I, A>>unboundedMultiproducer().get();
  private final AtomicInteger heldItems = new AtomicInteger();
  private final AtomicLong heldBytes = new AtomicLong();
  private final AtomicInteger drains = new AtomicInteger();
  private volatile boolean expiring;

  /** Whether it is known that something is held. */
  private volatile boolean watched;

  // Touched only inside the drain.
  private final Deque<Lane> freeLanes = new ArrayDeque<>();
  private final List<Batch<I, A>> underWay = new ArrayList<>();
  private @Nullable Entry<I, A> next;
  private int sentItems;
  private long sentBytes;

  /**
   * A group commit over the given lanes.
   *
   * @param expiry when an unanswered item fails
   */
  public GroupCommit(
      String verb,
      List<Lane> lanes,
      Bounds bounds,
      ToIntFunction<I> weight,
      Expiry expiry,
      Sender<I, A> sender) {
    this(verb, lanes, bounds, weight, expiry, sender, Runnable::run);
  }

  /**
   * The same, for callers who may do anything when they are answered.
   *
   * @param answers where they are answered, all of a call in one piece
   */
  public GroupCommit(
      String verb,
      List<Lane> lanes,
      Bounds bounds,
      ToIntFunction<I> weight,
      Expiry expiry,
      Sender<I, A> sender,
      Executor answers) {
    this.answers = answers;
    this.verb = verb;
    this.freeLanes.addAll(lanes);
    this.bounds = bounds;
    this.weight = weight;
    this.expiry = expiry;
    this.timeoutNanos = expiry.timeout().toNanos();
    this.sender = sender;
  }

  /** Waits a moment with a call when nothing is under way and more items are to come. */
  public GroupCommit<I, A> expecting(Forecast forecast) {
    holdBack = new HoldBack(forecast, this::drain);
    return this;
  }

  /** Hands an item in; completes with its own answer. Cold. */
  public Mono<A> submit(I item) {
    return new Submitted<>(item, weight.applyAsInt(item), timeoutNanos, this);
  }

  /** Fails what has waited too long; it is left alone from then on if it holds nothing. */
  void expire() {
    if (!idle()) {
      expiring = true;
      drain();
      return;
    }
    expiry.overdue().remove(this);
    watched = false;
    if (!idle()) {
      watch();
    }
  }

  private void watch() {
    if (timeoutNanos > 0 && !watched) {
      watched = true;
      expiry.overdue().add(this);
    }
  }

  /** Whether nothing waits and nothing is under way. */
  public boolean idle() {
    return heldItems.get() == 0;
  }

  void handIn(Entry<I, A> entry) {
    if (!hold(entry)) {
      entry.fail(overloaded());
      return;
    }
    watch();
    waiting.add(entry);
    drain();
  }

  private void drain() {
    if (drains.getAndIncrement() != 0) {
      return;
    }
    int notes = 1;
    do {
      takeBackLanes();
      if (expiring) {
        expiring = false;
        failLateOnes();
      }
      sendWhatWaits();
      notes = drains.addAndGet(-notes);
    } while (notes != 0);
  }

  private void takeBackLanes() {
    for (Batch<I, A> batch = ended.poll(); batch != null; batch = ended.poll()) {
      if (underWay.remove(batch)) {
        freeLanes.add(batch.lane());
        letGo(batch.entries().size(), batch.bytes());
        sentItems -= batch.entries().size();
        sentBytes -= batch.bytes();
      }
    }
  }

  private void failLateOnes() {
    long now = System.nanoTime();
    Throwable trouble = null;
    for (Batch<I, A> batch : underWay) {
      Throwable ofLane = batch.lane().trouble();
      batch.entries().forEach(entry -> failIfLate(entry, now, ofLane));
      trouble = ofLane == null ? trouble : ofLane;
    }
    for (Entry<I, A> entry = peek(); entry != null && entry.isLate(now); entry = peek()) {
      failIfLate(entry, now, trouble);
      letGo(entry);
      next = null;
    }
  }

  /** A lone item goes at once if no more are to come; only a full batch goes beside a call. */
  private void sendWhatWaits() {
    while (!freeLanes.isEmpty() && (underWay.isEmpty() ? !isHeldBack() : fullBatchWaits())) {
      List<Entry<I, A>> entries = nextBatch();
      if (entries.isEmpty()) {
        return;
      }
      Batch<I, A> batch = new Batch<>(freeLanes.remove(), entries);
      underWay.add(batch);
      sentItems += entries.size();
      sentBytes += batch.bytes();
      batch.send(sender, this::onEnd, answers);
    }
  }

  private boolean isHeldBack() {
    return holdBack.isFor(heldItems.get() - sentItems);
  }

  private boolean fullBatchWaits() {
    return heldItems.get() - sentItems >= bounds.batchItems
        || heldBytes.get() - sentBytes >= bounds.batchBytes;
  }

  private List<Entry<I, A>> nextBatch() {
    List<Entry<I, A>> entries = new ArrayList<>();
    int bytes = 0;
    long now = System.nanoTime();
    for (Entry<I, A> entry = peek(); entry != null; entry = peek()) {
      boolean fits =
          entries.size() < bounds.batchItems && bytes + entry.bytes() <= bounds.batchBytes;
      if (!entries.isEmpty() && !fits) {
        return entries;
      }
      next = null;
      if (timeoutNanos > 0) {
        failIfLate(entry, now, null);
      }
      if (entry.wanted()) {
        entries.add(entry);
        bytes += entry.bytes();
      } else {
        letGo(entry);
      }
    }
    return entries;
  }

  /** Whether it is wanted is asked right after, so that it must have failed by then. */
  private void failIfLate(Entry<I, A> entry, long now, @Nullable Throwable trouble) {
    if (entry.isLate(now)) {
      entry.giveUp(verb, trouble, answers);
    }
  }

  private @Nullable Entry<I, A> peek() {
    if (next == null) {
      next = waiting.poll();
    }
    return next;
  }

  private void onEnd(Batch<I, A> batch) {
    ended.add(batch);
    drain();
  }

  private boolean hold(Entry<I, A> entry) {
    boolean itemFits = heldItems.incrementAndGet() <= bounds.heldItems;
    boolean bytesFit = heldBytes.addAndGet(entry.bytes()) <= bounds.heldBytes;
    if (itemFits && bytesFit) {
      return true;
    }
    letGo(entry);
    return false;
  }

  private void letGo(Entry<I, A> entry) {
    letGo(1, entry.bytes());
  }

  private void letGo(int items, int bytes) {
    heldItems.addAndGet(-items);
    heldBytes.addAndGet(-bytes);
  }

  private OverloadedException overloaded() {
    return new OverloadedException(
        "%s: %d items with %d bytes wait for Redis already (limits %d and %d); try again later"
            .formatted(verb, heldItems.get(), heldBytes.get(), bounds.heldItems, bounds.heldBytes));
  }
}
