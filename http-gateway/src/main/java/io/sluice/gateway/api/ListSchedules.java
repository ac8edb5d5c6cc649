package io.sluice.gateway.api;

import io.sluice.Sluice;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.schedule.ScheduleView;
import io.sluice.task.UnknownScheduleException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Lists schedules by name, a page at a time. */
final class ListSchedules implements Endpoint {
  private final Sluice sluice;

  ListSchedules(Sluice sluice) {
    this.sluice = sluice;
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    Page page = Page.of("schedules", exchange.query(Page.CURSOR, Page.LIMIT));
    // One more than asked for tells whether there is a next page.
    return Reads.bounded(
        sluice
            .schedules()
            .names(page.after(), page.limit() + 1)
            .flatMap(
                names ->
                    views(names.stream().limit(page.limit()).toList())
                        .map(schedules -> page(page, names, schedules))));
  }

  /** In their order; without those that are gone meanwhile. */
  private Mono<List<ScheduleView>> views(List<String> names) {
    return Flux.fromIterable(names)
        .flatMapSequential(
            name ->
                sluice
                    .schedules()
                    .find(name)
                    .onErrorResume(UnknownScheduleException.class, gone -> Mono.empty()),
            Page.LOOKS_AT_ONCE)
        .collectList();
  }

  private static Answer page(Page page, List<String> names, List<ScheduleView> schedules) {
    boolean more = names.size() > page.limit();
    @Nullable String end = more ? names.get(page.limit() - 1) : null;
    return page.answer("/v1/schedules?", schedules, ScheduleJson::members, end);
  }
}
