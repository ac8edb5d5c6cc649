package io.sluice.spring;

import io.sluice.Sluice;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/** The health of the engine as Boot 3 knows it. Only with Boot 3 this class can be loaded. */
final class Boot3Health implements ReactiveHealthIndicator {
  private final Sluice sluice;
  private final SluiceWorkers workers;

  Boot3Health(Sluice sluice, SluiceWorkers workers) {
    this.sluice = sluice;
    this.workers = workers;
  }

  @Override
  public Mono<Health> health() {
    return EngineHealth.of(sluice, workers)
        .map(is -> new Health.Builder().status(is.status()).withDetails(is.details()).build());
  }
}
