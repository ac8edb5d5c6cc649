package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.claim.HeldSlot;
import io.sluice.crew.Piece;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A task in its slot. The slot is free when the run has ended and no thread is kept by it any more:
 * a handler that was interrupted may go on regardless, and what is claimed in its place would have
 * no thread.
 */
final class Run extends AtomicInteger // who keeps the slot
    implements Piece, HeldSlot {
  private static final long serialVersionUID = 1L;

  /** The run, and the thread on which it begins. */
  private static final int KEEPERS = 2;

  private final transient Slots slots;
  private final transient Claim claim;
  private final transient Runnable left;

  /**
   * @param left told when the slot is free
   */
  Run(Slots slots, Claim claim, Runnable left) {
    super(KEEPERS);
    this.slots = slots;
    this.claim = claim;
    this.left = left;
    claim.runsIn(this);
  }

  @Override
  public String name() {
    return claim.task().type();
  }

  @Override
  public void run() {
    try {
      slots.run(claim, this);
    } catch (Throwable thrown) {
      failed(thrown);
    } finally {
      leave();
    }
  }

  @Override
  public void enter() {
    incrementAndGet();
  }

  @Override
  public void leave() {
    if (decrementAndGet() == 0) {
      left.run();
    }
  }

  private void failed(Throwable error) {
    slots.failed(claim, error);
    leave();
  }
}
