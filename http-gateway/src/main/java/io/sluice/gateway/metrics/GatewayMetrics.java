package io.sluice.gateway.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.sluice.Health;
import io.sluice.metrics.EngineCounters;
import io.sluice.task.QueueName;
import io.sluice.task.view.GroupView;
import io.sluice.task.view.QueueView;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/** All that this process counts and measures. */
public final class GatewayMetrics {
  /** The media type of {@link #scrape}. */
  public static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final HttpMetrics http = new HttpMetrics(registry);
  private final PushMetrics push = new PushMetrics(registry);
  private final HealthMetrics health = new HealthMetrics(registry);

  private final EngineCounters engine;

  public GatewayMetrics(EngineCounters engine) {
    this.engine = engine;
    for (EngineCounters.Counter counter : EngineCounters.Counter.values()) {
      FunctionCounter.builder(
              "sluice.engine." + counter.wireName(), engine, counts -> counts.count(counter))
          .description("Counted by the engine of this process since it started")
          .register(registry);
    }
    List.of(
            new JvmMemoryMetrics(),
            new JvmThreadMetrics(),
            new ProcessorMetrics(),
            new FileDescriptorMetrics(),
            new UptimeMetrics())
        .forEach(binder -> binder.bindTo(registry));
  }

  /** Of a Redis that this process runs itself. */
  public void watchOwnRedis(LongSupplier restarts) {
    FunctionCounter.builder("sluice.redis.restarts", restarts, LongSupplier::getAsLong)
        .description("How often the embedded Redis was started again after it had ended unasked")
        .register(registry);
  }

  public HttpMetrics http() {
    return http;
  }

  public PushMetrics push() {
    return push;
  }

  /**
   * The text that Prometheus reads, with these queues in it. They are in a registry of their own
   * each time, since who asks at the same time may be allowed to see others. Reads files of the
   * system.
   *
   * @param groups those that are shown of each queue
   * @param visible whether a queue may be shown
   */
  public String scrape(
      List<QueueView> shown,
      Map<QueueName, List<GroupView>> groups,
      Predicate<QueueName> visible,
      Health now) {
    health.show(now);
    PrometheusMeterRegistry ofQueues = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    QueueMetrics queues = new QueueMetrics(ofQueues);
    queues.show(shown);
    new GroupMetrics(ofQueues).show(groups);
    queues.showImbalances(engine.imbalances(), visible);
    return registry.scrape() + ofQueues.scrape();
  }
}
