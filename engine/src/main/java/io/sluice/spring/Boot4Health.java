package io.sluice.spring;

import io.sluice.Sluice;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import reactor.core.publisher.Mono;

/** The health of the engine as Boot 4 knows it. Only with Boot 4 this class can be loaded. */
final class Boot4Health implements ReactiveHealthIndicator {
  private final Sluice sluice;
  private final SluiceWorkers workers;

  Boot4Health(Sluice sluice, SluiceWorkers workers) {
    this.sluice = sluice;
    this.workers = workers;
  }

  @Override
  public Mono<Health> health() {
    return EngineHealth.of(sluice, workers)
        .map(is -> new Health.Builder().status(is.status()).withDetails(is.details()).build());
  }
}
