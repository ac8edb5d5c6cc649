package io.sluice.gateway.api.batches;

import io.sluice.BatchHandle;
import io.sluice.Sluice;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Problems;
import io.sluice.gateway.http.ServerSentEvents;
import io.sluice.gateway.http.Stopping;
import io.sluice.task.BatchException;
import io.sluice.task.batch.BatchView;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Tells how a batch is now, and every change that was seen, at most four a second, up to its end.
 *
 * <p>A browser that was refused once never comes back, and one that was told the end comes back for
 * ever, unless it is answered with 204. So the answer begins also while Redis is away.
 */
final class FollowBatch implements Endpoint {
  private static final String PROGRESS = "progress";

  private final Sluice sluice;
  private final Stopping stopping;

  FollowBatch(Sluice sluice, Stopping stopping) {
    this.sluice = sluice;
    this.stopping = stopping;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    exchange.query();
    BatchHandle batch = BatchPath.of(sluice, exchange);
    return BatchPath.view(batch)
        .map(
            now -> wasToldItsEnd(exchange, now) ? ServerSentEvents.over() : answer(exchange, batch))
        .onErrorResume(
            BatchException.class,
            gone ->
                ServerSentEvents.wasToldUnknown(exchange)
                    ? Mono.just(ServerSentEvents.over())
                    : Mono.error(gone))
        .onErrorResume(EngineCall::isTemporary, away -> Mono.just(answer(exchange, batch)));
  }

  private Answer answer(Exchange exchange, BatchHandle batch) {
    Flux<byte[]> events =
        batch
            .watch()
            .takeWhile(view -> !wasToldItsEnd(exchange, view))
            .map(view -> event(view, exchange.caller()))
            .onErrorResume(
                BatchException.class,
                gone -> Mono.just(ServerSentEvents.unknown(Problems.of(gone), exchange)));
    return ServerSentEvents.answer(events.takeUntilOther(stopping.whenBegun()));
  }

  private static boolean wasToldItsEnd(Exchange exchange, BatchView batch) {
    return batch.hasEnded()
        && BatchJson.version(batch).value().equals(exchange.header(ServerSentEvents.LAST_EVENT_ID));
  }

  private static byte[] event(BatchView batch, Caller caller) {
    String name = batch.hasEnded() ? batch.state().wireName() : PROGRESS;
    return ServerSentEvents.event(
        BatchJson.version(batch).value(), "batch." + name, BatchJson.of(batch, caller));
  }
}
