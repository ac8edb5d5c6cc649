package io.sluice.redis.sentinel;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * A master as a Sentinel names it.
 *
 * @param host a number or a name
 * @param epoch of its configuration, which rises with each failover; 0 where the Sentinel does not
 *     tell
 */
record Master(String host, int port, long epoch) {
  /** Whether a connection to this address is one to this master; not certain of a host's name. */
  boolean isAt(SocketAddress address) {
    if (!(address instanceof InetSocketAddress there) || there.getPort() != port) {
      return false;
    }
    InetAddress number = NetUtil.createInetAddressFromIpAddressString(host);
    return number == null
        ? there.getHostString().equalsIgnoreCase(host)
        : number.equals(there.getAddress());
  }

  boolean isNamedByNumber() {
    return NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
  }

  boolean isWhere(Master other) {
    return port == other.port && host.equalsIgnoreCase(other.host);
  }
}
