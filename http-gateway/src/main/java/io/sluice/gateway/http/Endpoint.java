package io.sluice.gateway.http;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** One thing that the API can do: parse, call the engine, answer. */
@FunctionalInterface
public interface Endpoint {
  /** Cold. Errors become problem documents; cancelled when the client goes away. */
  Mono<Answer> answer(Exchange exchange);

  /**
   * Whether it answers a body that claims to be this with a {@link Body.Whole}, whatever comes of
   * it. Such a request may be answered by a shorter way.
   */
  default boolean answersWhole(@Nullable String contentType) {
    return false;
  }

  /**
   * The answer to who asks about a queue that is not there for it: the same as about one that is
   * not there at all. Redis is not asked, so that not even the time tells which of both it is.
   */
  default Mono<Answer> answerAsUnknown(Exchange exchange) {
    return Mono.error(Unknown.in(exchange));
  }
}
