package io.sluice.gateway.server;

import io.netty.handler.ssl.SslContext;
import io.sluice.gateway.access.Access;
import io.sluice.gateway.http.RequestLimits;
import io.sluice.gateway.http.Timeouts;
import io.sluice.gateway.reports.Reports;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a gateway listens. Immutable.
 *
 * @param port 0 for a free one
 * @param maxConnections what is open beyond is closed at once; each may hold some 50 KB and a file
 *     descriptor
 * @param timeouts how long a connection may keep it waiting
 * @param access who may do what; the caller's, and stays open
 * @param tls null for plain HTTP
 * @param allowedHosts names without a port by which it is reached beside those that it listens on;
 *     only asked about when nobody needs a token
 * @param redisRestarts how often a Redis of its own was started again; null when it has none
 * @param reports of the load harness; the caller's, and stay open
 */
public record GatewayOptions(
    String host,
    int port,
    int maxConnections,
    Timeouts timeouts,
    Access access,
    @Nullable SslContext tls,
    Set<String> allowedHosts,
    @Nullable LongSupplier redisRestarts,
    Reports reports) {
  /** Plain, and open to everybody who can connect. */
  public static GatewayOptions at(String host, int port) {
    return new GatewayOptions(
        host,
        port,
        RequestLimits.DEFAULT_MAX_CONNECTIONS,
        Timeouts.DEFAULT,
        Access.open(),
        null,
        Set.of(),
        null,
        Reports.NONE);
  }

  public GatewayOptions withMaxConnections(int value) {
    return new GatewayOptions(
        host, port, value, timeouts, access, tls, allowedHosts, redisRestarts, reports);
  }

  public GatewayOptions withTimeouts(Timeouts value) {
    return new GatewayOptions(
        host, port, maxConnections, value, access, tls, allowedHosts, redisRestarts, reports);
  }

  public GatewayOptions withAccess(Access value) {
    return new GatewayOptions(
        host, port, maxConnections, timeouts, value, tls, allowedHosts, redisRestarts, reports);
  }

  public GatewayOptions withTls(@Nullable SslContext value) {
    return new GatewayOptions(
        host, port, maxConnections, timeouts, access, value, allowedHosts, redisRestarts, reports);
  }

  /** Names by which proxies and callers reach it. */
  public GatewayOptions withAllowedHosts(Set<String> value) {
    return new GatewayOptions(
        host,
        port,
        maxConnections,
        timeouts,
        access,
        tls,
        Set.copyOf(value),
        redisRestarts,
        reports);
  }

  /** Counted at {@code /metrics}. */
  public GatewayOptions withRedisRestarts(@Nullable LongSupplier value) {
    return new GatewayOptions(
        host, port, maxConnections, timeouts, access, tls, allowedHosts, value, reports);
  }

  /** Shown at {@code /v1/reports}. */
  public GatewayOptions withReports(Reports value) {
    return new GatewayOptions(
        host, port, maxConnections, timeouts, access, tls, allowedHosts, redisRestarts, value);
  }
}
