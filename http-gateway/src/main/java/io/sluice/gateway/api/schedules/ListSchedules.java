package io.sluice.gateway.api.schedules;

import io.sluice.Sluice;
import io.sluice.gateway.access.Caller;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.api.bounds.Page;
import io.sluice.gateway.api.bounds.VisibleItems;
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
    Caller caller = exchange.caller();
    // One more than asked for tells whether there is a next page.
    return EngineCall.bounded(
        new VisibleItems<String, ScheduleView>(
                sluice.schedules()::names, names -> views(names, caller))
            .after(page.after(), page.limit() + 1, caller)
            .map(schedules -> page(page, schedules)));
  }

  /** In their order; without those that are gone meanwhile or hidden from the caller. */
  private Mono<List<ScheduleView>> views(List<String> names, Caller caller) {
    return Flux.fromIterable(names)
        .flatMapSequential(
            name ->
                sluice
                    .schedules()
                    .find(name)
                    .onErrorResume(UnknownScheduleException.class, gone -> Mono.empty()),
            Page.LOOKS_AT_ONCE)
        .filter(schedule -> caller.mayReach(schedule.queue()))
        .collectList();
  }

  private static Answer page(Page page, List<ScheduleView> found) {
    List<ScheduleView> shown = found.stream().limit(page.limit()).toList();
    boolean more = found.size() > page.limit();
    @Nullable String end = more ? shown.get(page.limit() - 1).name().value() : null;
    return page.answer("/v1/schedules?", shown, ScheduleJson::members, end);
  }
}
