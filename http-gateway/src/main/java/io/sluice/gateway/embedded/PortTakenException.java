package io.sluice.gateway.embedded;

/** Somebody else listens on the port that an embedded Redis should have. */
final class PortTakenException extends EmbeddedRedisException {
  private static final long serialVersionUID = 1L;

  PortTakenException(int port) {
    super(
        "the embedded Redis cannot listen on port " + port + ": the port is in use, choose another",
        null);
  }
}
