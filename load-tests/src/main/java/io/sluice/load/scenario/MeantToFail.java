package io.sluice.load.scenario;

/** A failure that the scenario wants. Without a trace, which would cost more than the task. */
final class MeantToFail extends RuntimeException {
  private static final long serialVersionUID = 1L;

  MeantToFail() {
    super("fails by the scenario's wish", null, false, false);
  }
}
