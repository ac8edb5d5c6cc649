package io.sluice.gateway.api.server;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.Page;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.RequestLimits;
import io.sluice.gateway.json.JsonObject;
import reactor.core.publisher.Mono;

/** Says what this server is and what it takes. */
final class ShowInfo implements Endpoint {
  private final byte[] info;

  ShowInfo(Sluice sluice, int maxConnections) {
    info =
        JsonObject.write(
            json ->
                json.put("name", "sluice")
                    .put("version", Version.CURRENT)
                    .put("limits", limits -> limits(limits, sluice, maxConnections)));
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    return Mono.just(Answer.json(200, info));
  }

  private static void limits(JsonObject json, Sluice sluice, int maxConnections) {
    json.put("payloadBytes", sluice.config().maxPayloadBytes())
        .put("bodyBytes", RequestLimits.MAX_BODY_BYTES)
        .put("lineBytes", RequestLimits.maxLineBytes(sluice.config().maxPayloadBytes()))
        .put("uriBytes", RequestLimits.MAX_URI_BYTES)
        .put("headerBytes", RequestLimits.MAX_HEADER_BYTES)
        .put("connections", maxConnections)
        .put("pageItems", Page.MAX_LIMIT)
        .put("waitSeconds", RequestLimits.MAX_WAIT.toSeconds());
  }
}
