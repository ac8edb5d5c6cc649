package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.bounds.Page;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.QueueName;
import io.sluice.task.view.WorkerView;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lists live workers by queue and session, a page at a time; one that serves several queues is one
 * in each. A page may be short of its limit, or empty, and not be the last: many queues have none.
 */
final class ListWorkers implements Endpoint {
  /** Queues that are looked at for one page. */
  private static final int QUEUES_A_PAGE = 200;

  /** Sorts behind every session. */
  private static final String BEHIND_ALL = "~";

  private final Sluice sluice;

  ListWorkers(Sluice sluice) {
    this.sluice = sluice;
  }

  /** Behind this worker the page begins. */
  private record Position(String queue, String session) {
    static Position of(String text) {
      String[] parts = text.split(" ", 2);
      return new Position(parts[0], parts.length == 2 ? parts[1] : "");
    }

    static Position behind(WorkerView worker) {
      return new Position(worker.queue().value(), worker.session());
    }

    String text() {
      return queue + ' ' + session;
    }
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    Page page = Page.of("workers", exchange.query(Page.CURSOR, Page.LIMIT));
    String after = page.after();
    @Nullable Position begin = after == null ? null : Position.of(after);
    return EngineCall.bounded(
        VisibleQueues.names(
                sluice, exchange.caller(), begin == null ? null : begin.queue(), QUEUES_A_PAGE)
            .flatMap(names -> page(page, begin, names, exchange.caller())));
  }

  /** One more than asked for tells whether there is a next page. */
  private Mono<Answer> page(
      Page page, @Nullable Position begin, List<QueueName> names, Caller caller) {
    Stream<Position> begun = Stream.ofNullable(begin).filter(at -> caller.mayReach(at.queue()));
    Stream<Position> others = names.stream().map(name -> new Position(name.value(), ""));
    return Flux.fromStream(Stream.concat(begun, others))
        .flatMapSequential(
            at -> sluice.queues().workers(at.queue(), at.session(), page.limit() + 1),
            Page.LOOKS_AT_ONCE)
        .concatMapIterable(workers -> workers)
        .take(page.limit() + 1L)
        .collectList()
        .map(
            workers -> {
              List<WorkerView> shown = workers.stream().limit(page.limit()).toList();
              return page.answer(
                  "/v1/workers?", shown, ListWorkers::members, end(page, workers, names));
            });
  }

  private static @Nullable String end(Page page, List<WorkerView> workers, List<QueueName> names) {
    if (workers.size() > page.limit()) {
      return Position.behind(workers.get(page.limit() - 1)).text();
    }
    return names.size() < QUEUES_A_PAGE
        ? null
        : new Position(names.get(names.size() - 1).value(), BEHIND_ALL).text();
  }

  private static void members(JsonObject json, WorkerView worker) {
    json.put("queue", worker.queue().value())
        .put("session", worker.session())
        .put("host", worker.host())
        .put("capacity", number(worker.capacity()))
        .put("inFlight", number(worker.inFlight()))
        .put("heartbeatAgeMs", millis(worker.heartbeatAge()))
        .put("expiresInMs", worker.expiresIn().toMillis());
  }

  private static @Nullable Long number(@Nullable Integer value) {
    return value == null ? null : value.longValue();
  }

  private static @Nullable Long millis(@Nullable Duration value) {
    return value == null ? null : value.toMillis();
  }
}
