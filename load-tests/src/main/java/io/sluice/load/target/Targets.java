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
        || address.startsWith("redis://")
        || address.startsWith("rediss://")) {
      return address;
    }
    throw new IllegalArgumentException(
        "target must be embedded or begin with redis:// or rediss://, is '" + address + "'");
  }

  /** Starts the embedded Redis, or takes the address as it is. */
  public static Target open(String address) {
    return checked(address).equals(EMBEDDED) ? EmbeddedTarget.start() : new RemoteTarget(address);
  }

  private Targets() {}
}
