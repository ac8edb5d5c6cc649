package io.sluice.load.target;

/** Turns what the command line says into a target. */
public final class Targets {
  public static final String EMBEDDED = "embedded";

  /**
   * The address, if {@link #open} knows its kind.
   *
   * @throws IllegalArgumentException when it does not
   */
  public static String checked(String address) {
    if (address.equals(EMBEDDED)
        || address.matches("(?s)rediss?(-sentinel)?://.*")
        || isGateway(address)) {
      return address;
    }
    throw new IllegalArgumentException(
        "target must be embedded or begin with redis://, rediss://, redis-sentinel:// or http://,"
            + " is '"
            + address
            + "'");
  }

  /** Whether it is the address of a gateway, which hides its Redis. */
  public static boolean isGateway(String address) {
    return address.startsWith("http://");
  }

  /**
   * Starts the embedded Redis, or takes the address as it is.
   *
   * @throws IllegalArgumentException for a gateway, which is no Redis
   */
  public static Target open(String address) {
    if (isGateway(address)) {
      throw new IllegalArgumentException(address + " is a gateway and no Redis");
    }
    return checked(address).equals(EMBEDDED) ? EmbeddedTarget.start() : new RemoteTarget(address);
  }

  private Targets() {}
}
