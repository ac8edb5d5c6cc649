package io.sluice.gateway.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.sluice.Health;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How Redis and the loops of the engine did when they were last looked at. Loops are told by their
 * kind, the first word of their name: there is one of most kinds for each queue.
 */
final class HealthMetrics {
  private final MultiGauge age;
  private final MultiGauge late;
  private volatile boolean connected;

  HealthMetrics(MeterRegistry registry) {
    age =
        MultiGauge.builder("sluice.loop.age")
            .description("Time since the last pass, of the one whose is longest ago")
            .baseUnit("seconds")
            .register(registry);
    late =
        MultiGauge.builder("sluice.loop.late")
            .description("Loops that have not done a pass for too long; should be 0")
            .register(registry);
    Gauge.builder("sluice.redis.connected", () -> connected ? 1 : 0)
        .description("1 when Redis answered, else 0")
        .register(registry);
  }

  void show(Health health) {
    connected = health.redis().equals(Health.OK);
    Map<String, List<Health.Loop>> kinds =
        health.loops().stream().collect(Collectors.groupingBy(HealthMetrics::kind));
    age.register(rows(kinds, HealthMetrics::longest), true);
    late.register(rows(kinds, loops -> loops.stream().filter(Health.Loop::late).count()), true);
  }

  private static Iterable<MultiGauge.Row<?>> rows(
      Map<String, List<Health.Loop>> kinds, ToDoubleFunction<List<Health.Loop>> value) {
    return kinds.entrySet().stream()
        .<MultiGauge.Row<?>>map(
            kind ->
                MultiGauge.Row.of(
                    Tags.of("loop", kind.getKey()), value.applyAsDouble(kind.getValue())))
        .toList();
  }

  private static double longest(List<Health.Loop> loops) {
    return loops.stream().mapToLong(loop -> loop.age().toMillis()).max().orElse(0) / 1000.0;
  }

  private static String kind(Health.Loop loop) {
    return loop.name().split(" ", 2)[0];
  }
}
