package io.sluice.load.target;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineLog;
import io.sluice.gateway.server.Gateway;
import io.sluice.metrics.EngineCounters;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** A gateway in this process, with an engine of its own as it would have in one of its own. */
public final class LocalGateway {
  /** As the gateway has it when it is served. */
  private static final Duration ENQUEUE_TIMEOUT = Duration.ofMillis(700);

  private static final Duration STOP_GRACE = Duration.ofSeconds(5);
  private static final String LOOPBACK = "127.0.0.1";

  private final Sluice sluice;
  private final Gateway gateway;

  private LocalGateway(Sluice sluice, Gateway gateway) {
    this.sluice = sluice;
    this.gateway = gateway;
  }

  /** Starts it on a free port of loopback. Blocks until Redis has answered; cold. */
  public static Mono<LocalGateway> start(String redisUri, String namespace) {
    return Mono.defer(
        () -> {
          EngineCounters counters = new EngineCounters();
          SluiceConfig config =
              SluiceConfig.of(redisUri)
                  .withNamespace(namespace)
                  .withEnqueueTimeout(ENQUEUE_TIMEOUT)
                  .withMaintainAllQueues(true);
          Sluice sluice = Sluice.builder(config).listener(new EngineLog().and(counters)).connect();
          return Gateway.start(sluice, counters, LOOPBACK, 0)
              .map(gateway -> new LocalGateway(sluice, gateway))
              .onErrorResume(error -> sluice.stop(STOP_GRACE).then(Mono.error(error)));
        });
  }

  public String url() {
    return gateway.url();
  }

  /** Stops it, and its engine. Cold. */
  public Mono<Void> stop() {
    return gateway.stop(STOP_GRACE).then(Mono.defer(() -> sluice.stop(STOP_GRACE)));
  }
}
