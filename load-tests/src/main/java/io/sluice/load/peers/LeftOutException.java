package io.sluice.load.peers;

/** A peer cannot be measured here; the message says why, and what to do. */
public final class LeftOutException extends Exception {
  private static final long serialVersionUID = 1L;

  LeftOutException(String message) {
    super(message);
  }
}
