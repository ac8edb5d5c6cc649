package io.sluice.remote;

import io.sluice.guard.Guarded;
import io.sluice.loop.Timers;
import io.sluice.store.Landing;
import io.sluice.task.OverloadedException;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Those who wait for a task of one queue, first come first served. However many wait, there is one
 * wait for a word of the store, and a word is followed by the tries of as many as get something,
 * and one more. It stands only while somebody waits.
 */
final class WaitingLine {
  /** A try that failed is not the last one. */
  private static final Duration BACK_OFF = Duration.ofMillis(250);

  /** Callers that may wait for one queue at once. */
  private static final int MOST_PLACES = 10_000;

  private final QueueName queue;
  private final Supplier<Landing> landings;
  private final Deque<Place> places = new ArrayDeque<>();
  private boolean open;

  /**
   * Who waits, and the try that is made for him when it is his turn.
   *
   * @param given empty once he has left
   * @param left ends a try that is under way then
   */
  private record Place(
      Mono<Given> attempt,
      Consumer<Given> unwanted,
      Sinks.One<Given> given,
      Sinks.Empty<Void> left) {}

  WaitingLine(QueueName queue, Supplier<Landing> landings) {
    this.queue = queue;
    this.landings = landings;
  }

  /**
   * The first try that gives something; errors when one does. To be cancelled when time is up.
   *
   * @param unwanted hears of what was given to one who had just left
   */
  Mono<Given> await(Mono<Given> attempt, Consumer<Given> unwanted) {
    return Mono.defer(
        () -> {
          Place place = new Place(attempt, unwanted, Sinks.one(), Sinks.empty());
          if (!join(place)) {
            return Mono.error(
                new OverloadedException(
                    MOST_PLACES + " wait for tasks of queue " + queue + "; try again later"));
          }
          return place.given.asMono().doOnCancel(() -> abandon(place));
        });
  }

  synchronized boolean idle() {
    return !open;
  }

  private boolean join(Place place) {
    synchronized (this) {
      if (places.size() >= MOST_PLACES) {
        return false;
      }
      places.addLast(place);
      if (open) {
        return true;
      }
      open = true;
    }
    serve();
    return true;
  }

  private synchronized void leave(Place place) {
    places.remove(place);
  }

  private void abandon(Place place) {
    leave(place);
    place.given.tryEmitEmpty();
    place.left.tryEmitEmpty();
  }

  private void serve() {
    Landing landing = landings.get();
    Guarded.step(() -> turn(landing))
        .onErrorResume(error -> Mono.delay(BACK_OFF, Timers.scheduler()).then())
        .repeat(this::goesOn)
        .then(Mono.defer(landing::close))
        .subscribe(nothing -> {}, error -> {});
  }

  /** Closes with the last place, so that who joins after that opens it again. */
  private synchronized boolean goesOn() {
    open = !places.isEmpty();
    return open;
  }

  private Mono<Void> turn(Landing landing) {
    return landing
        .word()
        .then(
            Mono.defer(this::serveOne)
                .repeat(this::anybody)
                .takeUntil(Given::isNothing)
                .last(Given.NOTHING)
                .flatMap(
                    last ->
                        last.pause().isZero()
                            ? Mono.<Void>empty()
                            : Mono.delay(last.pause(), Timers.scheduler()).then()));
  }

  private Mono<Given> serveOne() {
    Place place = first();
    return place == null ? Mono.just(Given.NOTHING) : serve(place);
  }

  private Mono<Given> serve(Place place) {
    return place
        .attempt
        .doOnNext(given -> answer(place, given))
        .onErrorResume(
            error -> {
              leave(place);
              place.given.tryEmitError(error);
              return Mono.just(Given.NOTHING);
            })
        .takeUntilOther(place.left.asMono())
        .defaultIfEmpty(Given.NOTHING);
  }

  private void answer(Place place, Given given) {
    if (!given.isNothing()) {
      leave(place);
      if (place.given.tryEmitValue(given).isFailure()) {
        place.unwanted.accept(given);
      }
    }
  }

  private synchronized @Nullable Place first() {
    return places.peekFirst();
  }

  private synchronized boolean anybody() {
    return !places.isEmpty();
  }
}
