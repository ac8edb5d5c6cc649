package io.sluice.gateway.api.server;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.view.ClusterFacts;
import io.sluice.task.view.ServerFacts;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Says how Redis is, as far as the gateway may ask: the one server, or each master of a Cluster.
 * All who ask within a few seconds share one look.
 */
final class ShowRedis implements Endpoint {
  private static final Duration KEPT = Duration.ofSeconds(2);

  private final Mono<ServerFacts> facts;

  ShowRedis(Sluice sluice) {
    facts =
        EngineCall.bounded(sluice.serverFacts())
            .cacheInvalidateWhen(told -> Mono.delay(KEPT).then());
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return facts.map(
        told ->
            Answer.json(
                200,
                JsonObject.write(
                    json -> json.putAll("servers", servers(told), ShowRedis::members))));
  }

  private static List<ClusterFacts.Master> servers(ServerFacts told) {
    ClusterFacts cluster = told.cluster();
    return cluster == null
        ? List.of(new ClusterFacts.Master("", List.of(), told))
        : cluster.masters();
  }

  private static void members(JsonObject json, ClusterFacts.Master server) {
    json.put("place", server.place().isEmpty() ? null : server.place())
        .put("answers", server.facts() != null);
    if (server.facts() != null) {
      members(json, server.facts());
    }
  }

  private static void members(JsonObject json, ServerFacts facts) {
    ServerFacts.Use use = facts.use();
    json.put("product", facts.product())
        .put("version", facts.version())
        .put("role", facts.replication().role())
        .put("replicas", facts.replication().replicas())
        .put("memoryBytes", use.memory())
        .put("maxMemoryBytes", unlessNone(facts.maxMemory()))
        .put("evictionPolicy", facts.evictionPolicy())
        .put("clients", use.clients())
        .put("commandsPerSecond", use.commandsPerSecond())
        .put("uptimeSeconds", use.seconds());
    if (facts.appendOnly() != null) {
      json.put("appendOnly", facts.appendOnly());
    }
  }

  /** Redis says 0 where it has no limit. */
  private static @Nullable Long unlessNone(@Nullable Long limit) {
    return limit == null || limit == 0 ? null : limit;
  }
}
