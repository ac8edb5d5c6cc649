package io.sluice.load.target;

import io.lettuce.core.RedisURI;
import io.sluice.redis.link.Address;

/** Turns what the command line says into a target. */
public final class Targets {
  public static final String EMBEDDED = "embedded";

  /**
   * The address, if {@link #open} knows its kind.
   *
   * @throws IllegalArgumentException when it does not
   */
  public static String checked(String address) {
    if (address.equals(EMBEDDED) || isGateway(address)) {
      return address;
    }
    if (address.startsWith("redis")) {
      requireAddress(address);
      return address;
    }
    throw new IllegalArgumentException(
        "target must be embedded or begin with redis://, rediss://, redis-sentinel:// or http://,"
            + " is '"
            + address
            + "'");
  }

  /** The grammar is that of the engine; but what Redis uses is asked of one server. */
  private static void requireAddress(String address) {
    if (Address.isCluster(address)) {
      throw new IllegalArgumentException(
          "target is a Cluster, which the harness does not measure: run it through a gateway that"
              + " serves the Cluster, as http://host:8080");
    }
    RedisURI unused = Address.of(address);
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
