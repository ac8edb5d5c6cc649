package io.sluice.gateway.push;

/** The host of a target has an address that is not to be called. */
final class AddressRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AddressRefusedException(String message) {
    super(message, null, false, false);
  }
}
