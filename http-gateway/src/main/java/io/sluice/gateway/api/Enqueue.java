package io.sluice.gateway.api;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Stopping;
import reactor.core.publisher.Mono;

/** Takes tasks in: one, or a stream of them, as the content type says. */
final class Enqueue implements Endpoint {
  private final EnqueueTask one;
  private final EnqueueLines stream;

  Enqueue(Sluice sluice, Stopping stopping) {
    this.one = new EnqueueTask(sluice, stopping);
    this.stream = new EnqueueLines(sluice, stopping);
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    return exchange.sendsLines() ? stream.answer(exchange) : one.answer(exchange);
  }
}
