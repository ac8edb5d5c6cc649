package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.view.Ledger;
import java.util.List;
import reactor.core.publisher.Mono;

/** Lists what the audit of each queue finds: whether every task is accounted for. */
final class ListLedgers implements Endpoint, QueueByQueue.Source<Ledger> {
  private final Sluice sluice;
  private final QueueByQueue<Ledger> list;

  ListLedgers(Sluice sluice) {
    this.sluice = sluice;
    this.list = new QueueByQueue<>(sluice, "ledger", this, ListLedgers::members);
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    return list.page(exchange);
  }

  /** A queue has one. */
  @Override
  public Mono<List<Ledger>> after(String queue, String item, int limit) {
    return item.isEmpty() ? sluice.queues().audit(queue).map(List::of) : Mono.just(List.of());
  }

  @Override
  public QueueByQueue.Position position(Ledger ledger) {
    return new QueueByQueue.Position(ledger.queue().whole().value(), "");
  }

  private static void members(JsonObject json, Ledger ledger) {
    json.put("queue", ledger.queue().whole().value())
        .put("balanced", ledger.balanced())
        .put(
            "differences",
            of ->
                of.put("accepted", ledger.acceptedBalance())
                    .put("tasks", ledger.tasksBalance())
                    .put("results", ledger.resultsBalance()))
        .put("unfinished", ledger.unfinished())
        .put("totals", totals -> QueueJson.totals(totals, ledger.totals()))
        .put(
            "corrections",
            of ->
                of.put("repaired", ledger.corrections().repaired())
                    .put("lost", ledger.corrections().lost()));
  }
}
