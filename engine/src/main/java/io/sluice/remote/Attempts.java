package io.sluice.remote;

import io.sluice.loop.Timers;
import io.sluice.task.SluiceException;
import io.sluice.task.UnknownSessionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * The tries of one request to claim in the partitions of its queue. A request is given the tasks of
 * one partition, as many as it asks for if they are there, since a few of each cost three times as
 * much; the next request begins with the next partition. Where nothing is, it waits in the lines of
 * all of them, and the first that gives something answers it.
 */
final class Attempts {
  private final RemoteQueue remote;
  private final String session;
  private final ClaimRequest request;
  private final Map<RemotePart, Try> tries = new ConcurrentHashMap<>();

  /**
   * @param session that somebody keeps alive
   */
  Attempts(RemoteQueue remote, String session, ClaimRequest request) {
    this.remote = remote;
    this.session = session;
    this.request = request;
  }

  /** What is there, or comes before the time is up, or the end of the wait. */
  Mono<Given> given(Mono<Void> end) {
    return Mono.defer(this::first)
        .flatMap(
            given ->
                given.isNothing() && !request.patience().isZero() ? waited(end) : Mono.just(given));
  }

  /** The same, but for a worker that was asked to be quiet: nothing, when the wait is over. */
  Mono<Given> given(boolean quiet, Mono<Void> end) {
    return quiet ? Mono.firstWithSignal(late(), end).thenReturn(Given.NOTHING) : given(end);
  }

  private Mono<Void> late() {
    return Mono.delay(request.patience(), Timers.scheduler()).then();
  }

  /** One partition after the other, until one has something. */
  private Mono<Given> first() {
    List<RemotePart> parts = remote.rotated();
    if (parts.size() == 1) {
      return once(parts.get(0));
    }
    AtomicReference<@Nullable Throwable> missed = new AtomicReference<>();
    return Flux.fromIterable(parts)
        .concatMap(
            part ->
                onceOpened(part)
                    .onErrorResume(
                        SluiceException.class,
                        error -> {
                          missed.compareAndSet(null, error);
                          return Mono.just(Given.NOTHING);
                        }),
            1)
        .filter(given -> !given.isNothing())
        .next()
        .switchIfEmpty(Mono.defer(() -> nothing(missed.get())));
  }

  /** Whoever waits finds out when the partition that does not answer does so again. */
  private Mono<Given> nothing(@Nullable Throwable missed) {
    return missed == null || !request.patience().isZero()
        ? Mono.just(Given.NOTHING)
        : Mono.error(missed);
  }

  private Mono<Given> once(RemotePart part) {
    return tryIn(part).once();
  }

  /** The session begins in a partition with its first claim there. */
  private Mono<Given> onceOpened(RemotePart part) {
    Try attempt = tryIn(part);
    return attempt
        .once()
        .onErrorResume(
            UnknownSessionException.class,
            gone ->
                part.open(session, request.max(), request.types(), request.host())
                    .then(Mono.defer(attempt::once)));
  }

  private Try tryIn(RemotePart part) {
    return tries.computeIfAbsent(part, any -> any.tries(session, request));
  }

  private Mono<Given> waited(Mono<Void> end) {
    return Mono.defer(
        () -> {
          long until = now() + request.patience().toMillis();
          return Mono.defer(() -> inLines(until, end)).repeatWhenEmpty(changes -> changes);
        });
  }

  /** Empty when the queue was divided meanwhile. */
  private Mono<Given> inLines(long until, Mono<Void> end) {
    Mono<Void> divided = remote.nextChange(); // asked for first, so that no change is missed
    List<RemotePart> parts = remote.parts();
    Sinks.One<Given> given = Sinks.one();
    Mono<Void> late =
        Mono.delay(Duration.ofMillis(Math.max(0, until - now())), Timers.scheduler()).then();
    List<Mono<Given>> all = new ArrayList<>();
    parts.forEach(part -> all.add(inLine(part, parts.size() == 1, given)));
    Mono<Void> over = Mono.firstWithSignal(late, end);
    all.add(ends(over.doOnSuccess(now -> given.tryEmitValue(Given.NOTHING)), given));
    all.add(ends(divided.doOnSuccess(now -> given.tryEmitEmpty()), given));
    return Flux.merge(all).next();
  }

  /** Ends a wait, and ends with it. */
  private static Mono<Given> ends(Mono<Void> wait, Sinks.One<Given> given) {
    return wait.takeUntilOther(given.asMono()).then(Mono.empty());
  }

  /**
   * @param given where the first partition wins: what another brings at the same time goes back
   */
  private Mono<Given> inLine(RemotePart part, boolean alone, Sinks.One<Given> given) {
    Mono<Given> attempt =
        alone
            ? once(part)
            : Mono.defer(() -> onceOpened(part))
                .onErrorResume(SluiceException.class, error -> Mono.just(Given.MISSED));
    return part.line()
        .await(request.types(), attempt, unwanted -> tryIn(part).giveBack(unwanted.tasks()), given);
  }

  private static long now() {
    return Timers.scheduler().now(TimeUnit.MILLISECONDS);
  }
}
