package io.sluice.gateway.http;

import reactor.core.publisher.Mono;

/** One thing that the API can do: parse, call the engine, answer. */
@FunctionalInterface
public interface Endpoint {
  /** Cold. Errors become problem documents; cancelled when the client goes away. */
  Mono<Answer> answer(Exchange exchange);
}
