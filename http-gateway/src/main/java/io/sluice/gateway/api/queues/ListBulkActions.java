package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.task.view.BulkAction;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** Lists bulk actions by queue, those of a queue newest first. */
final class ListBulkActions implements Endpoint, QueueByQueue.Source<BulkAction> {
  private final Sluice sluice;
  private final QueueByQueue<BulkAction> list;

  ListBulkActions(Sluice sluice) {
    this.sluice = sluice;
    this.list = new QueueByQueue<>(sluice, "bulk-actions", this, BulkActionAnswer::members);
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    return list.page(exchange);
  }

  @Override
  public Mono<List<BulkAction>> after(String queue, String id, int limit) {
    Mono<List<BulkAction>> newestFirst = sluice.queues().bulkActions(queue);
    return id.isEmpty() ? newestFirst : newestFirst.map(all -> after(id, all));
  }

  /** An action that made room for newer ones meanwhile was older than all that are left. */
  private static List<BulkAction> after(String id, List<BulkAction> newestFirst) {
    Stream<BulkAction> rest = newestFirst.stream();
    return rest.dropWhile(action -> !action.id().equals(id)).skip(1).toList();
  }

  @Override
  public QueueByQueue.Position position(BulkAction action) {
    return new QueueByQueue.Position(action.queue().value(), action.id());
  }
}
