package io.sluice.gateway.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Times every request to a target by what became of its task. The outcomes are a closed set. */
public final class PushMetrics {
  private final MeterRegistry registry;
  private final Map<String, Timer> timers = new ConcurrentHashMap<>();

  public PushMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** A request was answered, or there was no answer. */
  public void ended(String outcome, Duration took) {
    timers.computeIfAbsent(outcome, this::timer).record(took);
  }

  private Timer timer(String outcome) {
    return Timer.builder("sluice.push.requests")
        .description("Requests to the targets of queues, until the end of the answer")
        .tag("outcome", outcome)
        .register(registry);
  }
}
