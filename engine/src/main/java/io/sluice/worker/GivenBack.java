package io.sluice.worker;

/** A handler gave its task back, as an error for pipelines. No stack: nothing went wrong. */
final class GivenBack extends RuntimeException {
  private static final long serialVersionUID = 1L;

  GivenBack() {
    super("given back", null, false, false);
  }
}
