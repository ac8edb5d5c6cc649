package io.sluice.remote;

import io.sluice.event.EngineEvent;
import io.sluice.loop.Timers;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Deliveries to one worker, as long as it has credits and takes what comes.
 *
 * <p>That a task was settled is known at once when that happens here; from other engines by an
 * event, and, since events get lost, by a look at those that are held for longest.
 */
final class Stream {
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LISTEN_AGAIN = Duration.ofSeconds(2);
  private static final Duration TRY_AGAIN = Duration.ofMillis(250);
  private static final int LOOKED_AT = 16;

  private final RemoteSettings settings;
  private final RemoteQueue remote;
  private final String session;
  private final Credits credits;

  // Touched by one extend at a time.
  private final Set<TaskId> cancelled = new HashSet<>();

  Stream(RemoteSettings settings, RemoteQueue remote, String session, Credits credits) {
    this.settings = settings;
    this.remote = remote;
    this.session = session;
    this.credits = credits;
  }

  String session() {
    return session;
  }

  /** Ends only with an error: when the session is over. */
  Flux<Handed> deliveries() {
    Flux<Handed> first = Flux.just(new Handed.Session(session, settings.life()));
    return first.concatWith(
        Flux.merge(
            Mono.defer(this::turn).repeat().concatMapIterable(handed -> handed, 1),
            extending(),
            looking(),
            listening()));
  }

  /** What is held goes back at once. */
  Mono<Void> end() {
    return remote
        .release(session, credits.held())
        .doOnSuccess(
            done -> settings.tell(new EngineEvent.SessionClosed(settings.queue(), session)))
        .onErrorResume(
            error -> {
              settings.tell(new EngineEvent.PassFailed("release", settings.queue(), error));
              return Mono.empty();
            });
  }

  private Mono<List<Handed>> turn() {
    return credits
        .some()
        .thenReturn(true)
        .timeout(IDLE, Mono.just(false), Timers.scheduler())
        .flatMap(some -> some ? claimed() : Mono.<Claimed>empty())
        .map(this::handed)
        .onErrorResume(
            RedisUnavailableException.class,
            away -> Mono.delay(TRY_AGAIN, Timers.scheduler()).thenReturn(List.<Handed>of()))
        .defaultIfEmpty(List.of(new Handed.Idle()));
  }

  private Mono<Claimed> claimed() {
    int most = Math.min(ClaimRequest.MOST_TASKS, credits.left());
    return remote.claim(session, new ClaimRequest(session, most, IDLE, Set.of()), Mono.never());
  }

  private List<Handed> handed(Claimed claimed) {
    return claimed.tasks().isEmpty()
        ? List.of(new Handed.Idle())
        : claimed.tasks().stream().map(this::handed).toList();
  }

  private Handed handed(RemoteTask task) {
    credits.take(task);
    return new Handed.Delivery(task);
  }

  private Flux<Handed> extending() {
    return Flux.interval(
            settings.life().dividedBy(RemoteQueue.EXTENDS_PER_LIFE), Timers.scheduler())
        .onBackpressureDrop()
        .concatMap(
            tick ->
                remote
                    .extend(session)
                    .flatMapIterable(this::newCancels)
                    .onErrorComplete(RedisUnavailableException.class),
            1);
  }

  private List<Handed> newCancels(Extended extended) {
    cancelled.retainAll(extended.cancels());
    return extended.cancels().stream()
        .filter(cancelled::add)
        .<Handed>map(Handed.Cancel::new)
        .toList();
  }

  private Flux<Handed> looking() {
    return Flux.interval(LOOK, Timers.scheduler())
        .onBackpressureDrop()
        .concatMap(tick -> look(credits.oldest(LOOKED_AT)).onErrorComplete(), 1)
        .thenMany(Flux.empty());
  }

  private Mono<Void> look(Map<TaskId, String> held) {
    return remote
        .look(held)
        .filter(task -> task.getValue().filter(this::isOurs).isEmpty())
        .doOnNext(task -> credits.giveBack(task.getKey()))
        .then();
  }

  private boolean isOurs(TaskView task) {
    return task.state() == TaskState.RUNNING && session.equals(task.worker());
  }

  private Flux<Handed> listening() {
    return Flux.defer(remote::events)
        .filter(event -> event.state() != TaskState.RUNNING && credits.holds(event.id()))
        .doOnNext(event -> credits.giveBack(event.id()))
        .onErrorComplete()
        .repeatWhen(ends -> ends.delayElements(LISTEN_AGAIN, Timers.scheduler()))
        .thenMany(Flux.empty());
  }
}
