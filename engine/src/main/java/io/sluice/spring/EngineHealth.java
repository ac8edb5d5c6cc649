package io.sluice.spring;

import io.sluice.Health;
import io.sluice.Sluice;
import java.util.List;
import java.util.Map;
import reactor.core.publisher.Mono;

/**
 * What an application says of its engine.
 *
 * @param status one of Boot's
 * @param details for people
 */
record EngineHealth(String status, Map<String, Object> details) {
  static Mono<EngineHealth> of(Sluice sluice, SluiceWorkers workers) {
    return sluice.health().map(health -> told(health, workers.isStopping()));
  }

  private static EngineHealth told(Health health, boolean stopping) {
    List<String> late =
        health.loops().stream().filter(Health.Loop::late).map(Health.Loop::name).toList();
    boolean well = health.redis().equals(Health.OK) && late.isEmpty();
    String up = well ? "UP" : "DOWN";
    return new EngineHealth(
        stopping ? "OUT_OF_SERVICE" : up,
        late.isEmpty()
            ? Map.of("redis", health.redis())
            : Map.of("redis", health.redis(), "late", late));
  }
}
