package io.sluice.gateway.api.claims;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.json.JsonLines;
import io.sluice.gateway.json.JsonObject;
import io.sluice.remote.Handed;
import io.sluice.remote.RemoteQueue;
import io.sluice.task.QueueName;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Delivers tasks to a worker as long as it has credits, a line each. The connection is its sign of
 * life: when it breaks, what was not settled goes back at once.
 */
final class StreamClaims implements Endpoint {
  private static final int DEFAULT_CREDITS = 1;

  private final Sluice sluice;
  private final Stopping stopping;

  StreamClaims(Sluice sluice, Stopping stopping) {
    this.sluice = sluice;
    this.stopping = stopping;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    int credits =
        exchange.query("credits").number("credits", 1, RemoteQueue.MOST_CREDITS, DEFAULT_CREDITS);
    QueueName queue = QueueName.of(exchange.variable("queue"));
    Flux<byte[]> lines =
        sluice
            .remote(queue.value())
            .deliveries(credits)
            .map(StreamClaims::line)
            .takeUntilOther(stopping.whenBegun());
    return Mono.just(
        Answer.flowing(200, JsonLines.MEDIA_TYPE, lines).with("Cache-Control", "no-store"));
  }

  private static byte[] line(Handed handed) {
    return JsonLines.line(JsonObject.write(object -> members(object, handed)));
  }

  private static void members(JsonObject json, Handed handed) {
    if (handed instanceof Handed.Session session) {
      json.put("session", session.id()).put("expiresInMs", session.life().toMillis());
    } else if (handed instanceof Handed.Delivery delivery) {
      ClaimJson.members(json, delivery.task());
    } else if (handed instanceof Handed.Cancel cancel) {
      json.put("cancel", cancel.id().value());
    } else {
      json.put("idle", true);
    }
  }
}
