package io.sluice.testing;

import java.util.concurrent.CountDownLatch;

/** Keeps a thread on which nobody should block, as code of users does. */
public final class Blocked {
  /** Returns once the latch is open. */
  public static void until(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Blocked() {}
}
