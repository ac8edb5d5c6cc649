package io.sluice.model;

/** A promise was broken. Says where, and how to see it again. */
final class Violation extends AssertionError {
  private static final long serialVersionUID = 1L;

  Violation(String message) {
    super(message);
  }
}
