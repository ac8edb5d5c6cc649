package io.sluice.gateway.api.batches;

import io.sluice.Sluice;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.bounds.Page;
import io.sluice.gateway.api.queues.KnownQueue;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Unknown;
import io.sluice.task.QueueName;
import reactor.core.publisher.Mono;

/** Lists the batches that were opened in a queue, in no order, a page at a time. */
final class ListBatches implements Endpoint {
  private final Sluice sluice;

  ListBatches(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    Page page = page(exchange);
    return KnownQueue.in(sluice, exchange).flatMap(queue -> answer(queue, page, exchange.caller()));
  }

  /** What is wrong with the query is told first here as well. */
  @Override
  public Mono<Answer> answerAsUnknown(Exchange exchange) {
    Page unused = page(exchange);
    return Mono.error(Unknown.queue(exchange.variable("queue")));
  }

  private static Page page(Exchange exchange) {
    return Page.of(
        exchange.variable("queue") + "/batches", exchange.query(Page.CURSOR, Page.LIMIT));
  }

  private Mono<Answer> answer(QueueName queue, Page page, Caller caller) {
    return EngineCall.bounded(sluice.batches().list(queue.value(), page.after(), page.limit()))
        .map(
            found ->
                page.answer(
                    "/v1/queues/" + queue + "/batches?",
                    found.batches(),
                    (json, batch) -> BatchJson.members(json, batch, caller),
                    found.cursor()));
  }
}
