package io.sluice.gateway.api.queues;

import io.sluice.Sluice;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.bounds.Page;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.task.QueueName;
import io.sluice.task.view.QueueView;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Lists queues by name, a page at a time. */
final class ListQueues implements Endpoint {
  private final Sluice sluice;

  ListQueues(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    Page page = Page.of("queues", exchange.query(Page.CURSOR, Page.LIMIT));
    // One more than asked for tells whether there is a next page.
    return EngineCall.bounded(
        VisibleQueues.names(sluice, exchange.caller(), page.after(), page.limit() + 1)
            .flatMap(
                names ->
                    VisibleQueues.views(sluice, names.stream().limit(page.limit()).toList())
                        .map(queues -> page(page, names, queues))));
  }

  private static Answer page(Page page, List<QueueName> names, List<QueueView> queues) {
    boolean more = names.size() > page.limit();
    @Nullable String end = more ? names.get(page.limit() - 1).value() : null;
    return page.answer("/v1/queues?", queues, QueueJson::members, end);
  }
}
