package io.sluice.gateway.api;

import io.sluice.Health;
import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.InFlight;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.SluiceException;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Says whether this server does its work, and if not, why. */
final class Readyz implements Endpoint {
  private static final Health SILENT =
      new Health("no answer within " + Reads.TIMEOUT.toMillis() + " ms", List.of());

  private final Sluice sluice;
  private final InFlight inFlight;

  Readyz(Sluice sluice, InFlight inFlight) {
    this.sluice = sluice;
    this.inFlight = inFlight;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    return Reads.bounded(sluice.health())
        .onErrorReturn(SluiceException.class, SILENT)
        .map(this::of);
  }

  private Answer of(Health health) {
    List<String> reasons = reasons(health);
    boolean ready = reasons.isEmpty();
    return Answer.json(
        ready ? 200 : 503,
        JsonObject.write(
            json ->
                json.put("ready", ready)
                    .putStrings("reasons", reasons)
                    .put("redis", health.redis())
                    .putAll("loops", health.loops(), Readyz::loop)));
  }

  private List<String> reasons(Health health) {
    Stream<String> stopping = inFlight.stopping() ? Stream.of("stopping") : Stream.of();
    Stream<String> redis =
        health.redis().equals(Health.OK) ? Stream.of() : Stream.of("redis: " + health.redis());
    Stream<String> late =
        health.loops().stream()
            .filter(Health.Loop::late)
            .map(loop -> loop.name() + ": last pass " + loop.age().toMillis() + " ms ago");
    return Stream.of(stopping, redis, late).flatMap(reasons -> reasons).toList();
  }

  private static void loop(JsonObject json, Health.Loop loop) {
    json.put("name", loop.name()).put("ageMs", loop.age().toMillis()).put("late", loop.late());
  }
}
