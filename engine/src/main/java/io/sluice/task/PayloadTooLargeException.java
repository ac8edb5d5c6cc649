package io.sluice.task;

/** The payload, once encoded, is over the limit. */
public final class PayloadTooLargeException extends SluiceException {
  private static final long serialVersionUID = 1L;

  public PayloadTooLargeException(int size, int limit) {
    super(Code.PAYLOAD_TOO_LARGE, "payload is " + size + " bytes, the limit is " + limit, null);
  }
}
