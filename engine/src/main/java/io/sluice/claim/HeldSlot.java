package io.sluice.claim;

/** The slot in which a claim is run. It is free once every thread that entered it has left. */
public interface HeldSlot {
  /** One more thread works for the claim. */
  void enter();

  /** A thread does not work for the claim any more. */
  void leave();
}
