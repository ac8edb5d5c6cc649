package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.bounds.Page;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.QueueName;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A list of what all queues have, ordered by queue, a page at a time. A page looks at a bounded
 * number of queues, so it may be short of its limit, or empty, and not be the last.
 *
 * @param <T> an item of the list
 */
final class QueueByQueue<T> {
  /** Queues that are looked at for one page. */
  private static final int QUEUES_A_PAGE = 200;

  private final Sluice sluice;
  private final String list;
  private final Source<T> source;
  private final BiConsumer<JsonObject, T> members;

  /** What one queue has. */
  interface Source<T> {
    /**
     * The items of a queue in their order.
     *
     * @param item the item that the wanted ones follow; empty for all of the queue
     * @param limit more items than this are not needed
     */
    Mono<List<T>> after(String queue, String item, int limit);

    /** The position of an item. */
    Position position(T item);
  }

  /**
   * The item that a page ends with.
   *
   * @param item empty when the page ends with the whole queue
   */
  record Position(String queue, String item) {
    static Position of(String text) {
      String[] parts = text.split(" ", 2);
      return new Position(parts[0], parts.length == 2 ? parts[1] : "");
    }

    String text() {
      return item.isEmpty() ? queue : queue + ' ' + item;
    }
  }

  /**
   * @param list its name in the path, {@code /v1/{list}}
   */
  QueueByQueue(Sluice sluice, String list, Source<T> source, BiConsumer<JsonObject, T> members) {
    this.sluice = sluice;
    this.list = list;
    this.source = source;
    this.members = members;
  }

  Mono<Answer> page(Exchange exchange) {
    Page page = Page.of(list, exchange.query(Page.CURSOR, Page.LIMIT));
    Caller caller = exchange.caller();
    String after = page.after();
    @Nullable Position begin = after == null ? null : Position.of(after);
    return EngineCall.bounded(
        VisibleQueues.names(sluice, caller, begin == null ? null : begin.queue(), QUEUES_A_PAGE)
            .flatMap(
                names ->
                    Flux.concat(rest(begin, caller, page), all(names, page))
                        .take(more(page))
                        .collectList()
                        .map(found -> answer(page, found, names))));
  }

  /** What the queue that the page before ended in still has. */
  private Flux<T> rest(@Nullable Position begin, Caller caller, Page page) {
    return begin == null || begin.item().isEmpty() || !caller.mayReach(begin.queue())
        ? Flux.empty()
        : source.after(begin.queue(), begin.item(), more(page)).flatMapIterable(items -> items);
  }

  private Flux<T> all(List<QueueName> names, Page page) {
    return Flux.fromIterable(names)
        .flatMapSequential(name -> source.after(name.value(), "", more(page)), Page.LOOKS_AT_ONCE)
        .concatMapIterable(items -> items);
  }

  /** One item more than asked for says that there is a next page. */
  private static int more(Page page) {
    return page.limit() + 1;
  }

  private Answer answer(Page page, List<T> found, List<QueueName> names) {
    List<T> shown = found.stream().limit(page.limit()).toList();
    @Nullable Position end = null;
    if (found.size() > page.limit()) {
      end = source.position(shown.get(page.limit() - 1));
    } else if (names.size() == QUEUES_A_PAGE) {
      end = new Position(names.get(names.size() - 1).value(), "");
    }
    return page.answer("/v1/" + list + "?", shown, members, end == null ? null : end.text());
  }
}
