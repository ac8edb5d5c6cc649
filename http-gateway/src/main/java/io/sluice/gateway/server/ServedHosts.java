package io.sluice.gateway.server;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.NetUtil;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.Quoted;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The names by which a server without tokens may be asked for. A page whose own name is made to
 * point to this machine is of the same site as this server for its browser, which lets it read and
 * do everything; but it asks by its own name.
 *
 * <p>Ports are not looked at: behind a tunnel or a proxy they differ, and no page is told by them.
 */
final class ServedHosts {
  private static final String LOCALHOST = "localhost";
  private static final Pattern ADDRESS = Pattern.compile("[0-9a-f:.]*[.:][0-9a-f:.]*");

  private final boolean all;
  private final boolean anyAddress;
  private final Set<String> names;

  /** The host of the last request that was served: most that come name the same. */
  private volatile String lastServed = "";

  private ServedHosts(boolean all, boolean anyAddress, Set<String> names) {
    this.all = all;
    this.anyAddress = anyAddress;
    this.names = names;
  }

  /**
   * Those that it listens on and those that it is told of. Who listens on every address of its
   * machine takes any address for one of them: a page cannot have an address for its name without
   * being served from there.
   */
  static ServedHosts of(GatewayOptions options) {
    InetAddress bound = address(options.host());
    return new ServedHosts(
        !options.access().isOpen(),
        bound != null && bound.isAnyLocalAddress(),
        Stream.concat(Stream.of(LOCALHOST, options.host()), options.allowedHosts().stream())
            .map(ServedHosts::plain)
            .collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * Also when there is no host: that is HTTP/1.0, and no browser.
   *
   * @throws io.sluice.gateway.problem.ProblemException {@code forbidden}
   */
  void check(HttpHeaders headers) {
    String host = headers.get(HttpHeaderNames.HOST);
    if (all || host == null || host.equals(lastServed)) {
      return;
    }
    String name = name(host);
    if (!serves(name)) {
      throw Problem.of(
              ProblemCode.FORBIDDEN,
              "host "
                  + Quoted.of(name)
                  + " is not a host name of this server; if the server is reached by that name,"
                  + " start it with --allow-host (SLUICE_ALLOW_HOST) and that name, or with tokens")
          .asException();
    }
    lastServed = host;
  }

  private boolean serves(String name) {
    InetAddress address = address(name);
    return names.contains(plain(name))
        || (address != null && (anyAddress || address.isLoopbackAddress()));
  }

  /** Without the port. */
  private static String name(String host) {
    int colon = host.startsWith("[") ? host.indexOf(':', host.indexOf(']')) : host.indexOf(':');
    return colon < 0 ? host : host.substring(0, colon);
  }

  /** In the one form in which it is compared: an address as Java writes it, a name as it is. */
  private static String plain(String name) {
    InetAddress address = address(name);
    String lower = name.toLowerCase(Locale.ROOT);
    if (address != null) {
      return address.getHostAddress();
    }
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /** Null for what is no address; nothing is looked up. */
  private static @Nullable InetAddress address(String name) {
    String bare =
        name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
    return ADDRESS.matcher(bare.toLowerCase(Locale.ROOT)).matches()
        ? NetUtil.createInetAddressFromIpAddressString(bare)
        : null;
  }
}
