package io.sluice.claim;

import io.sluice.config.ByteBounds;
import io.sluice.guard.Guarded;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes of payload that all workers and receivers of an engine hold, and those that are kept
 * for claims under way; never more than the bound, but for one task that is larger by itself, and
 * for what sessions are given while they stand, which comes unasked: 16 KiB each at most.
 *
 * <p>There is room when the largest payload would fit, or when nothing is held at all.
 */
public final class HeldBytes {
  private final long bound;
  private final int largest;
  private final int perClaim;
  private final AtomicLong used = new AtomicLong();

  /** Who waits for room, in the order in which they came. */
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

  private final AtomicInteger tellings = new AtomicInteger();

  /**
   * @param bounds how many bytes are held, and come with one claim
   * @param largest bytes of a payload
   */
  public HeldBytes(ByteBounds bounds, int largest) {
    this.bound = bounds.held();
    this.largest = largest;
    this.perClaim = Math.max(bounds.answer(), largest);
  }

  boolean hasRoom() {
    return hasRoom(used.get());
  }

  /**
   * Keeps as many bytes as a claim of max tasks may bring, or the fewer that are left; zero when
   * there is no room. Not all that are left, which would keep other queues from claiming.
   */
  int reserve(int max) {
    long needed = Math.min(perClaim, (long) max * largest);
    long before;
    long kept;
    do {
      before = used.get();
      if (!hasRoom(before)) {
        return 0;
      }
      kept = Math.min(needed, Math.max(1, bound - before));
    } while (!used.compareAndSet(before, before + kept));
    return (int) kept;
  }

  /** Of those that were kept so many are free again; fewer than none: so many more are held. */
  void giveBack(long bytes) {
    long now = used.addAndGet(-bytes);
    if (bytes > 0 && hasRoom(now)) {
      tell();
    }
  }

  /** Calls this once, as soon as there is room and all who came before have been called. */
  void whenRoom(Runnable told) {
    waiting.add(told);
    if (hasRoom()) {
      tell();
    }
  }

  /** Calls this no more. */
  void leave(Runnable told) {
    waiting.remove(told);
  }

  /**
   * One after the other, while there is room, since who is told takes of it at once: if all were
   * told of little room, most of the workers of many queues would look for it in vain each time. By
   * one thread at a time; one that finds it running leaves a note to go round again.
   */
  private void tell() {
    if (waiting.isEmpty() || tellings.getAndIncrement() != 0) {
      return;
    }
    int notes = 1;
    do {
      while (hasRoom() && !waiting.isEmpty()) {
        Runnable next = waiting.poll();
        if (next != null) {
          Guarded.run(next);
        }
      }
      notes = tellings.addAndGet(-notes);
    } while (notes != 0);
  }

  long used() {
    return used.get();
  }

  private boolean hasRoom(long held) {
    return held <= 0 || bound - held >= largest;
  }
}
