package io.sluice.gateway.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Times every request by its route and status. Both come from closed sets, never from a path. */
public final class HttpMetrics {
  /** The route of a request that none takes. */
  public static final String NO_ROUTE = "none";

  /** The status of a request whose caller went away first. */
  public static final int ABORTED = 499;

  private record Key(String method, String route, int status) {}

  private final MeterRegistry registry;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  HttpMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param method of the route, since what a caller writes there is without bound
   */
  public void answered(String method, String route, int status, Duration took) {
    timers.computeIfAbsent(new Key(method, route, status), this::timer).record(took);
  }

  private Timer timer(Key key) {
    return Timer.builder("sluice.http.requests")
        .description("Requests, from their head until the answer is handed to the connection")
        .tag("method", key.method())
        .tag("route", key.route())
        .tag("status", String.valueOf(key.status()))
        .register(registry);
  }
}
