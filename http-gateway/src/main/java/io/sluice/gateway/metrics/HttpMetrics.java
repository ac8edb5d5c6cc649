package io.sluice.gateway.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Times every request by its route and status. Both come from closed sets, never from a path. */
public final class HttpMetrics {
  /** The method and the route of a request that no route takes. */
  public static final String NO_METHOD = "other";

  public static final String NO_ROUTE = "none";

  /** The status of a request whose caller went away first. */
  public static final int ABORTED = 499;

  /** Of the histogram; what is beyond a second mostly waits on the wish of its caller. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(10),
    Duration.ofSeconds(60)
  };

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

  /** Shows how many connections are open, and how many may be. */
  public void watchConnections(Supplier<Number> open, int most) {
    Gauge.builder("sluice.http.connections", open)
        .description("Connections that are open")
        .register(registry);
    Gauge.builder("sluice.http.connections.max", () -> most)
        .description("Connections that may be open; what comes beyond is closed at once")
        .register(registry);
  }

  /** Refused before it was known what it asks for. */
  public void refused(int status) {
    answered(NO_METHOD, NO_ROUTE, status, Duration.ZERO);
  }

  private Timer timer(Key key) {
    return Timer.builder("sluice.http.requests")
        .description("Requests, from their head until the answer is handed to the connection")
        .tag("method", key.method())
        .tag("route", key.route())
        .tag("status", String.valueOf(key.status()))
        .serviceLevelObjectives(BUCKETS)
        .register(registry);
  }
}
