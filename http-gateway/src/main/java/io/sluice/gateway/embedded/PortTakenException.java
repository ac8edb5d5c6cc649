package io.sluice.gateway.embedded;

/** Somebody else listens on the port that an embedded Redis should have. */
final class PortTakenException extends EmbeddedRedisException {
  private static final long serialVersionUID = 1L;

  PortTakenException(int port) {
    super("the embedded Redis cannot listen on port " + port + ": it is taken, give another", null);
  }
}
