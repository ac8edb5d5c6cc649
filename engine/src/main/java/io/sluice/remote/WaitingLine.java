package io.sluice.remote;

import io.sluice.guard.Guarded;
import io.sluice.loop.Timers;
import io.sluice.script.Landing;
import io.sluice.task.OverloadedException;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
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

  /** Whether the last turn may have left tasks of types that nobody here takes. */
  private volatile boolean leftOthers;

  /**
   * Who waits, and the try that is made for him when it is his turn.
   *
   * @param types that he takes; none for any
   * @param given empty once he has left
   * @param left ends a try that is under way then
   */
  private record Place(
      Set<String> types,
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
   * @param types that the try takes; none for any
   * @param unwanted hears of what was given to one who had just left
   * @param given what he is given, here or in another line in which he waits as well
   */
  Mono<Given> await(
      Set<String> types, Mono<Given> attempt, Consumer<Given> unwanted, Sinks.One<Given> given) {
    return Mono.defer(
        () -> {
          Place place = new Place(types, attempt, unwanted, given, Sinks.empty());
          if (!join(place)) {
            return Mono.error(
                new OverloadedException(
                    MOST_PLACES + " wait for tasks of queue " + queue + "; try again later"));
          }
          return place.given.asMono().doFinally(ended -> abandon(place));
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
    if (place.given.tryEmitEmpty().isSuccess()) {
      place.left.tryEmitEmpty();
    }
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
    return (leftOthers ? landing.nextWord() : landing.word())
        .then(
            Mono.defer(
                () -> {
                  Set<Set<String>> dry = new HashSet<>();
                  return Mono.defer(() -> serveOne(dry))
                      .repeat(() -> first(dry) != null)
                      .takeUntil(given -> !given.pause().isZero())
                      .last(Given.NOTHING)
                      .doOnNext(
                          last -> leftOthers = dry.stream().anyMatch(types -> !types.isEmpty()))
                      .flatMap(
                          last ->
                              last.pause().isZero()
                                  ? Mono.<Void>empty()
                                  : Mono.delay(last.pause(), Timers.scheduler()).then());
                }));
  }

  /**
   * @param dry types of which there is no more; nobody needs to try for them again
   */
  private Mono<Given> serveOne(Set<Set<String>> dry) {
    Place place = first(dry);
    return place == null ? Mono.just(Given.NOTHING) : serve(place, dry);
  }

  private Mono<Given> serve(Place place, Set<Set<String>> dry) {
    return place
        .attempt
        .<Given>handle(
            (given, next) -> {
              if (given.isNothing()) {
                dry.add(place.types);
                next.next(given);
              } else if (isAnswered(place, given)) {
                next.next(given);
              }
            })
        .onErrorResume(
            error -> {
              leave(place);
              place.given.tryEmitError(error);
              return Mono.just(Given.NOTHING);
            })
        .takeUntilOther(place.left.asMono())
        .defaultIfEmpty(Given.NOTHING);
  }

  /** One who has left takes nothing: it goes back, and no further. */
  private boolean isAnswered(Place place, Given given) {
    leave(place);
    boolean taken = place.given.tryEmitValue(given).isSuccess();
    if (!taken) {
      place.unwanted.accept(given);
    }
    return taken;
  }

  /** Who takes any type has found nothing when all types are dry. */
  private synchronized @Nullable Place first(Set<Set<String>> dry) {
    if (dry.contains(Set.<String>of())) {
      return null;
    }
    for (Place place : places) {
      if (!dry.contains(place.types)) {
        return place;
      }
    }
    return null;
  }
}
