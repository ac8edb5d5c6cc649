package io.sluice.gateway.ui;

import io.sluice.gateway.access.Caller;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import reactor.core.publisher.Mono;

/** Says who looks at the page, so that it offers nothing that would be refused. */
final class ShowCaller implements Endpoint {
  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    Caller caller = exchange.caller();
    return Mono.just(
        Answer.json(
            200,
            JsonObject.write(
                json -> json.put("name", caller.name()).put("role", caller.role().wireName()))));
  }
}
