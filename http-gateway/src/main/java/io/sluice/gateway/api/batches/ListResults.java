package io.sluice.gateway.api.batches;

import io.sluice.BatchHandle;
import io.sluice.Sluice;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.bounds.Page;
import io.sluice.gateway.api.tasks.TaskJson;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Prefer;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.Failure;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchPosition;
import io.sluice.task.batch.Gathered;
import io.sluice.task.batch.GatheredPage;
import reactor.core.publisher.Mono;

/**
 * Lists how the members of a batch that gathers have ended, from a position on. With {@code Prefer:
 * wait} the answer comes when there is an end after that position, when the batch has ended, or
 * when the time is over.
 */
final class ListResults implements Endpoint {
  private static final String AFTER = "after";

  private final Sluice sluice;
  private final Stopping stopping;

  ListResults(Sluice sluice, Stopping stopping) {
    this.sluice = sluice;
    this.stopping = stopping;
  }

  /** What is asked for, and who asks. */
  private record Wanted(BatchHandle batch, BatchPosition after, int limit, Caller caller) {
    /** Nothing of queues that the caller may not reach, nor their names in positions. */
    Mono<GatheredPage> page() {
      return EngineCall.bounded(batch.ends(after, limit, caller::mayReach));
    }
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    BatchHandle batch = BatchPath.of(sluice, exchange);
    Query query = exchange.query(AFTER, Page.LIMIT);
    String after = query.text(AFTER);
    Wanted wanted =
        new Wanted(
            batch,
            after == null ? BatchPosition.BEGINNING : BatchPosition.parse(after),
            Page.limit(query),
            exchange.caller());
    Prefer prefer = exchange.prefer();
    return wanted
        .page()
        .flatMap(
            now -> prefer.waits() && !isNews(now) ? later(wanted, prefer) : Mono.just(answer(now)));
  }

  private Mono<Answer> later(Wanted wanted, Prefer prefer) {
    return wanted
        .batch()
        .watch()
        .concatMap(
            view -> wanted.page().onErrorResume(EngineCall::isTemporary, away -> Mono.empty()), 0)
        .filter(ListResults::isNews)
        .next()
        .take(prefer.waitFor())
        .takeUntilOther(stopping.whenBegun())
        .switchIfEmpty(Mono.defer(wanted::page))
        .map(ListResults::answer)
        .map(answer -> answer.with(Prefer.APPLIED, prefer.appliedWait()));
  }

  private static boolean isNews(GatheredPage page) {
    return page.isLast() || !page.items().isEmpty();
  }

  private static Answer answer(GatheredPage page) {
    return Answer.json(
        200,
        JsonObject.write(
            json ->
                json.putAll("items", page.items(), ListResults::members)
                    .put("position", page.position().text())
                    .put("last", page.isLast())));
  }

  private static void members(JsonObject json, Gathered<byte[]> end) {
    json.put("id", end.id().value())
        .put("queue", end.queue().value())
        .put("state", end.state().wireName())
        .put("endedAt", end.endedAt())
        .put("position", end.position().text())
        .put("kept", end.isKept());
    if (end.state() == TaskState.SUCCEEDED && end.isKept()) {
      byte[] result = end.result();
      json.putStored("result", result == null ? new byte[0] : result);
    }
    Failure failure = end.failure();
    if (failure != null) {
      json.put("failure", of -> TaskJson.failure(of, failure));
    }
  }
}
