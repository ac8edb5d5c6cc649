package io.sluice.redis;

import java.util.concurrent.Semaphore;

/** How many connections of this engine may block; whoever asks while one is free gets it. */
public final class Seats {
  private final Semaphore free;

  public Seats(int bound) {
    free = new Semaphore(bound);
  }

  /** Takes a seat when there is one; waits for nothing. */
  boolean take() {
    return free.tryAcquire();
  }

  void giveBack() {
    free.release();
  }
}
