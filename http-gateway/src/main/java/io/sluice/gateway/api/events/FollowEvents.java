package io.sluice.gateway.api.events;

import io.sluice.Sluice;
import io.sluice.event.TaskEvent;
import io.sluice.gateway.api.bounds.EngineCall;
import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.Endpoint;
import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Query;
import io.sluice.gateway.http.ServerSentEvents;
import io.sluice.gateway.http.Stopping;
import io.sluice.gateway.problem.FieldErrors;
import io.sluice.gateway.problem.ProblemException;
import io.sluice.gateway.problem.Quoted;
import io.sluice.gateway.problem.Suggestion;
import io.sluice.task.TaskState;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Tells what happens in one queue, or in all of them, from now on. Nothing is kept for callers that
 * come back: what they missed is a gap, as is what a slow one does not take in time.
 */
final class FollowEvents implements Endpoint {
  private static final String QUEUE = "queue";
  private static final String EVENT = "event";
  private static final String PROGRESS = "task.progress";

  /** So much of the time between two looks those who wait for Redis look apart. */
  private static final double LOOKS_APART = 0.5;

  private static final Set<String> NAMES =
      Stream.concat(
              Arrays.stream(TaskState.values()).map(state -> "task." + state.wireName()),
              Stream.of(PROGRESS))
          .collect(Collectors.toCollection(LinkedHashSet::new));

  private final Sluice sluice;
  private final Stopping stopping;
  private final FollowedQueues queues;

  FollowEvents(Sluice sluice, Stopping stopping) {
    this.sluice = sluice;
    this.stopping = stopping;
    this.queues = new FollowedQueues(sluice);
  }

  @Override
  public Mono<Answer> answer(Exchange exchange) {
    Query query = exchange.query(QUEUE, EVENT);
    Set<String> wanted = wanted(query.text(EVENT));
    boolean resumes = exchange.header(ServerSentEvents.LAST_EVENT_ID) != null;
    Mono<FollowedQueues.Followed> followed = queues.of(query.text(QUEUE), exchange.caller());
    return followed
        .map(there -> ServerSentEvents.answer(events(there, wanted, resumes, false)))
        .onErrorResume(
            ProblemException.class,
            unknown ->
                ServerSentEvents.wasToldUnknown(exchange)
                    ? Mono.just(ServerSentEvents.over())
                    : Mono.error(unknown))
        .onErrorResume(
            EngineCall::isTemporary,
            away -> Mono.just(ServerSentEvents.answer(later(exchange, followed, wanted, resumes))));
  }

  /** Redis is away: a browser that is refused now would never come back. */
  private Flux<byte[]> later(
      Exchange exchange,
      Mono<FollowedQueues.Followed> followed,
      Set<String> wanted,
      boolean resumes) {
    return followed
        .retryWhen(
            Retry.fixedDelay(Long.MAX_VALUE, FollowedQueues.LOOK_EVERY)
                .jitter(LOOKS_APART)
                .filter(EngineCall::isTemporary))
        .flatMapMany(there -> events(there, wanted, resumes, true))
        .onErrorResume(
            ProblemException.class,
            unknown -> Mono.just(ServerSentEvents.unknown(unknown.problem(), exchange)))
        .takeUntilOther(stopping.whenBegun());
  }

  static String nameOf(TaskEvent event) {
    return event.progress() ? PROGRESS : "task." + event.state().wireName();
  }

  private Flux<byte[]> events(
      FollowedQueues.Followed followed, Set<String> wanted, boolean resumes, boolean late) {
    return Flux.defer(
        () -> {
          NewsEvents events = new NewsEvents(sluice, late);
          return Flux.concat(
                  gap(resumes, "resumed"),
                  gap(!followed.isAll(), "limit"),
                  sluice
                      .follow(followed.all(), event -> wanted.contains(nameOf(event)))
                      .concatMap(events::told, 0))
              .takeUntilOther(stopping.whenBegun());
        });
  }

  private static Flux<byte[]> gap(boolean there, String reason) {
    return there ? Flux.just(NewsEvents.gap(reason, null)) : Flux.empty();
  }

  /** Names with commas between them; all of them unless some are given. */
  private static Set<String> wanted(@Nullable String text) {
    if (text == null) {
      return NAMES;
    }
    Set<String> wanted = Set.copyOf(new LinkedHashSet<>(List.of(text.split(",", -1))));
    FieldErrors errors = new FieldErrors();
    wanted.stream()
        .filter(name -> !NAMES.contains(name))
        .sorted()
        .forEach(
            name ->
                errors.add(
                    "/" + EVENT,
                    "there is no event " + Quoted.of(name) + Suggestion.tail(name, NAMES)));
    errors.throwIfAny();
    return wanted;
  }
}
