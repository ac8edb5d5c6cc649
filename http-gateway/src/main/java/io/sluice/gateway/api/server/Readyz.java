package io.sluice.gateway.api.server;

import io.sluice.Health;
import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Says whether this server does its work, and if not, why. A server has some loops for each queue:
 * however many there are, the answer names a bounded number, those that are late before others.
 */
final class Readyz implements Endpoint {
  private static final Logger log = LoggerFactory.getLogger(Readyz.class);

  private static final int MOST_LOOPS = 100;
  private static final int MOST_LATE = 20;
  private static final Comparator<Health.Loop> WORST_FIRST =
      Comparator.comparing(Health.Loop::late).thenComparing(Health.Loop::age).reversed();

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
    List<Health.Loop> loops = health.loops().stream().sorted(WORST_FIRST).toList();
    List<Health.Loop> named = loops.subList(0, Math.min(MOST_LOOPS, loops.size()));
    List<String> reasons = reasons(health, loops);
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
                    .putAll("loops", named, Readyz::loop)
                    .put("moreLoops", loops.size() - named.size())));
  }

  private List<String> reasons(Health health, List<Health.Loop> worstFirst) {
    Stream<String> stops = stopping.hasBegun() ? Stream.of("stopping") : Stream.of();
    Stream<String> redis =
        redis(health).equals(Health.OK) ? Stream.of() : Stream.of("redis: " + health.redis());
    return Stream.of(stops, redis, late(worstFirst)).flatMap(reasons -> reasons).toList();
  }

  private static Stream<String> late(List<Health.Loop> worstFirst) {
    List<Health.Loop> late = worstFirst.stream().takeWhile(Health.Loop::late).toList();
    Stream<String> named =
        late.stream()
            .limit(MOST_LATE)
            .map(loop -> loop.name() + ": last pass " + loop.age().toMillis() + " ms ago");
    int more = late.size() - MOST_LATE;
    return more > 0 ? Stream.concat(named, Stream.of(more + " more loops are late")) : named;
  }

  private static String redis(Health health) {
    return health.redis().equals(Health.OK) ? Health.OK : UNAVAILABLE;
  }

  private static void loop(JsonObject json, Health.Loop loop) {
    json.put("name", loop.name()).put("ageMs", loop.age().toMillis()).put("late", loop.late());
  }
}
