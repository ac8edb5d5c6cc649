package io.sluice.gateway.push;

import io.netty.util.NetUtil;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are of the public internet. All others may be this machine or its neighbours,
 * which trust what comes from here: they are called only where the push file names their network.
 */
final class AddressRules {
  private static final Network GLOBAL = Network.parse("2000::/3");
  private static final int IPV4_BYTES = 4;

  /** The first that contains an address names it. */
  private static final Map<Network, String> REFUSED = new LinkedHashMap<>();

  static {
    refuse("unspecified", "0.0.0.0/8");
    refuse("private", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16");
    refuse("of a carrier NAT", "100.64.0.0/10");
    refuse("loopback", "127.0.0.0/8");
    refuse("link-local", "169.254.0.0/16");
    refuse("reserved", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4");
    refuse("of documentation", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24");
    refuse("multicast", "224.0.0.0/4");

    refuse("unspecified", "::/128");
    refuse("loopback", "::1/128");
    refuse("an IPv4-mapped one", "::ffff:0:0/96", "::ffff:0:0:0/96");
    refuse("an IPv4-compatible one", "::/96");
    refuse("of NAT64", "64:ff9b::/96", "64:ff9b:1::/48");
    refuse("of 6to4", "2002::/16");
    refuse("of Teredo", "2001::/32");
    refuse("reserved", "100::/64", "2001::/23", "5f00::/16");
    refuse("of documentation", "2001:db8::/32", "3fff::/20");
    refuse("unique-local", "fc00::/7");
    refuse("link-local", "fe80::/10");
    refuse("site-local", "fec0::/10");
    refuse("multicast", "ff00::/8");
  }

  private static void refuse(String name, String... networks) {
    for (String network : networks) {
      REFUSED.put(Network.parse(network), name);
    }
  }

  /**
   * Why this address is not called; null when it is.
   *
   * @param bytes of IPv4 or IPv6, as they came
   * @param allowed networks that are called all the same
   */
  static @Nullable String refusal(byte[] bytes, List<Network> allowed) {
    if (allowed.stream().anyMatch(network -> network.contains(bytes))) {
      return null;
    }
    for (Map.Entry<Network, String> refused : REFUSED.entrySet()) {
      if (refused.getKey().contains(bytes)) {
        return NetUtil.bytesToIpAddress(bytes)
            + ", which is "
            + refused.getValue()
            + " ("
            + refused.getKey()
            + ")";
      }
    }
    return bytes.length == IPV4_BYTES || GLOBAL.contains(bytes)
        ? null
        : NetUtil.bytesToIpAddress(bytes) + ", which is not of the public internet";
  }

  private AddressRules() {}
}
