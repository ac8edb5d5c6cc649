package io.sluice.gateway.api.server;

import io.sluice.Health;
import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Says whether this server does its work, and if not, why. */
final class Readyz implements Endpoint {
  private static final Logger log = LoggerFactory.getLogger(Readyz.class);

  private static final String UNAVAILABLE = "unavailable";

  private final Sluice sluice;
  private final Stopping stopping;

  Readyz(Sluice sluice, Stopping stopping) {
    this.sluice = sluice;
    this.stopping = stopping;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    return EngineHealth.of(sluice).map(health -> of(exchange, health));
  }

  private Answer of(Exchange exchange, Health health) {
    List<String> reasons = reasons(health);
    boolean ready = reasons.isEmpty();
    if (!ready) {
      log.warn(
          "request {}: not ready: {}, redis {}", exchange.requestId(), reasons, health.redis());
    }
    return Answer.json(
        ready ? 200 : 503,
        JsonObject.write(
            json ->
                json.put("ready", ready)
                    .putStrings("reasons", reasons)
                    .put("redis", redis(health))
                    .putAll("loops", health.loops(), Readyz::loop)));
  }

  private List<String> reasons(Health health) {
    Stream<String> stops = stopping.hasBegun() ? Stream.of("stopping") : Stream.of();
    Stream<String> redis =
        redis(health).equals(Health.OK) ? Stream.of() : Stream.of("redis: " + health.redis());
    Stream<String> late =
        health.loops().stream()
            .filter(Health.Loop::late)
            .map(loop -> loop.name() + ": last pass " + loop.age().toMillis() + " ms ago");
    return Stream.of(stops, redis, late).flatMap(reasons -> reasons).toList();
  }

  private static String redis(Health health) {
    return health.redis().equals(Health.OK) ? Health.OK : UNAVAILABLE;
  }

  private static void loop(JsonObject json, Health.Loop loop) {
    json.put("name", loop.name()).put("ageMs", loop.age().toMillis()).put("late", loop.late());
  }
}
