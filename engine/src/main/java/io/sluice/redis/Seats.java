package io.sluice.redis;

import java.util.concurrent.Semaphore;

/** How many connections of this engine may block; whoever asks while one is free gets it. */
public final class Seats {
  private final Semaphore free;
  private volatile boolean useless;

  public Seats(int bound) {
    free = new Semaphore(bound);
  }

  /** Takes a seat when there is one; waits for nothing. */
  boolean take() {
    return !useless && free.tryAcquire();
  }

  boolean isAnyFree() {
    return !useless && free.availablePermits() > 0;
  }

  /** Nobody gets one any more: the server refuses what is needed to sit there. */
  void takeNoMore() {
    useless = true;
  }

  void giveBack() {
    free.release();
  }
}
