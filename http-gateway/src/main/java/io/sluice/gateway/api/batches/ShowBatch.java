package io.sluice.gateway.api.batches;

import io.sluice.BatchHandle;
import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.ETag;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Prefer;
import io.sluice.gateway.http.Stopping;
import io.sluice.task.batch.BatchView;
import java.util.function.Predicate;
import reactor.core.publisher.Mono;

/**
 * Shows a batch. With {@code Prefer: wait} it is shown when it has ended or the time is over, or,
 * to a caller that has a version of it, when it has changed.
 */
final class ShowBatch implements Endpoint {
  private final Sluice sluice;
  private final Stopping stopping;

  ShowBatch(Sluice sluice, Stopping stopping) {
    this.sluice = sluice;
    this.stopping = stopping;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    BatchHandle batch = BatchPath.of(sluice, exchange);
    return BatchPath.view(batch).flatMap(now -> show(exchange, batch, now));
  }

  private Mono<Answer> show(Exchange exchange, BatchHandle batch, BatchView now) {
    Prefer prefer = exchange.prefer();
    Predicate<BatchView> wanted =
        exchange.isConditional()
            ? view -> !exchange.has(BatchJson.version(view))
            : BatchView::hasEnded;
    if (!prefer.waits()) {
      return Mono.just(shown(exchange, now));
    }
    return (wanted.test(now) || now.hasEnded() ? Mono.just(now) : later(batch, wanted, prefer))
        .map(view -> shown(exchange, view))
        .map(answer -> answer.with(Prefer.APPLIED, prefer.appliedWait()));
  }

  private Mono<BatchView> later(BatchHandle batch, Predicate<BatchView> wanted, Prefer prefer) {
    return batch
        .watch()
        .filter(wanted)
        .next()
        .take(prefer.waitFor())
        .takeUntilOther(stopping.whenBegun())
        .switchIfEmpty(Mono.defer(() -> BatchPath.view(batch)));
  }

  private static Answer shown(Exchange exchange, BatchView batch) {
    ETag version = BatchJson.version(batch);
    return exchange.has(version)
        ? Answer.empty(304).with(ETag.HEADER, version.quoted())
        : BatchJson.answer(200, batch, exchange.caller());
  }
}
