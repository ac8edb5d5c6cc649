package io.sluice.load.traffic;

/** A failure that the scenario wants. Without a trace, which would cost more than the task. */
public final class MeantToFail extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public MeantToFail() {
    super("fails by the scenario's wish", null, false, false);
  }
}
