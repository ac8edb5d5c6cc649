package io.sluice.codec;

/** A value, or a part of its type, that would not come back. The message is for people. */
final class NotKept extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotKept(String message) {
    super(message);
  }
}
