package io.sluice.load.target;

import io.lettuce.core.RedisURI;
import io.sluice.redis.link.Address;
import java.util.List;

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
        "target must be embedded or begin with redis://, rediss://, redis-sentinel://,"
            + " redis-cluster:// or http://, is '"
            + address
            + "'");
  }

  /** The grammar is that of the engine. */
  private static void requireAddress(String address) {
    if (Address.isCluster(address)) {
      List<RedisURI> unused = Address.ofCluster(address);
    } else {
      RedisURI unused = Address.of(address);
    }
  }

  /** Whether it is the address of a Cluster. */
  public static boolean isCluster(String address) {
    return Address.isCluster(address);
  }

  /** Whether it names several servers, of which one takes over from another. */
  public static boolean isSeveral(String address) {
    return Address.isCluster(address) || address.contains("-sentinel://");
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
