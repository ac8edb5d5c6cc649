package io.sluice.gateway.api.server;

import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import reactor.core.publisher.Mono;

/** Says that the process answers; nothing about Redis, which a restart would not mend. */
final class Livez implements Endpoint {
  private static final byte[] LIVE = JsonObject.write(json -> json.put("live", true));

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    return Mono.just(Answer.json(200, LIVE));
  }
}
