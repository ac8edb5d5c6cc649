package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.bounds.Page;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.task.QueueName;
import io.sluice.task.view.BulkAction;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Lists bulk actions by queue, those of a queue newest first, a page at a time. A page may be short
 * of its limit, or empty, and not be the last: many queues have none.
 */
final class ListBulkActions implements Endpoint {
  /** Queues that are looked at for one page. */
  private static final int QUEUES_A_PAGE = 200;

  private final Sluice sluice;

  ListBulkActions(Sluice sluice) {
    this.sluice = sluice;
  }

  /**
   * Behind this action, or this queue, the page begins.
   *
   * @param id empty for behind the whole queue
   */
  private record Position(String queue, String id) {
    static Position of(String text) {
      String[] parts = text.split(" ", 2);
      return new Position(parts[0], parts.length == 2 ? parts[1] : "");
    }

    String text() {
      return id.isEmpty() ? queue : queue + ' ' + id;
    }
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    Page page = Page.of("bulk-actions", exchange.query(Page.CURSOR, Page.LIMIT));
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
    Mono<List<BulkAction>> rest =
        begin == null || begin.id().isEmpty() || !caller.mayReach(begin.queue())
            ? Mono.just(List.of())
            : sluice.queues().bulkActions(begin.queue()).map(all -> behind(begin.id(), all));
    return Flux.concat(
            rest,
            Flux.fromIterable(names)
                .flatMapSequential(
                    name -> sluice.queues().bulkActions(name.value()), Page.LOOKS_AT_ONCE))
        .concatMapIterable(actions -> actions)
        .take(page.limit() + 1L)
        .collectList()
        .map(
            found -> {
              List<BulkAction> shown = found.stream().limit(page.limit()).toList();
              return page.answer(
                  "/v1/bulk-actions?", shown, BulkActionAnswer::members, end(page, found, names));
            });
  }

  /** One that gave way to others meanwhile was older than all that are left. */
  private static List<BulkAction> behind(String id, List<BulkAction> newestFirst) {
    Stream<BulkAction> rest = newestFirst.stream();
    return rest.dropWhile(action -> !action.id().equals(id)).skip(1).toList();
  }

  private static @Nullable String end(Page page, List<BulkAction> found, List<QueueName> names) {
    if (found.size() > page.limit()) {
      BulkAction last = found.get(page.limit() - 1);
      return new Position(last.queue().value(), last.id()).text();
    }
    return names.size() < QUEUES_A_PAGE
        ? null
        : new Position(names.get(names.size() - 1).value(), "").text();
  }
}
