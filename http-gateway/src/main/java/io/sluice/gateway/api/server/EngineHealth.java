package io.sluice.gateway.api.server;

import io.sluice.Health;
import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.task.SluiceException;
import java.util.List;
import reactor.core.publisher.Mono;

/** The health of the engine, which is known also while Redis is silent. */
final class EngineHealth {
  private static final Health SILENT = new Health("no answer", List.of());

  /** The health of the engine; a Redis that does not answer in time is a part of it, no error. */
  static Mono<Health> of(Sluice sluice) {
    return EngineCall.bounded(sluice.health()).onErrorReturn(SluiceException.class, SILENT);
  }

  private EngineHealth() {}
}
