package io.sluice.redis;

import io.lettuce.core.cluster.SlotHash;
import io.sluice.guard.Guarded;
import io.sluice.loop.Timers;
import io.sluice.redis.ClusterView.Place;
import io.sluice.redis.link.Connections;
import io.sluice.redis.link.Errors;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Where an engine sends the calls of each slot: the view that some nodes gave last, and above it
 * what nodes said since by MOVED.
 *
 * <p>It is looked at anew every few seconds, and soon after a call has met something that an old
 * view explains: MOVED, a connection that is gone, an answer that stayed out. Where there was no
 * answer it is looked at for a while longer: those who send again to a node that is silent wait
 * until their time is up before they meet that once more, and another node is the right one before.
 */
final class ClusterMap implements Disposable {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  /** Between two looks, however many calls fail. */
  private static final Duration PAUSE = Duration.ofMillis(300);

  /** Longer than a call waits for its answer. */
  private static final long GOES_ON =
      Connections.COMMAND_TIMEOUT.plus(Duration.ofSeconds(1)).toNanos();

  private static final Pattern MOVED = Pattern.compile("MOVED (\\d{1,5}) (.*):(\\d{1,5})");

  private final Map<Integer, Place> moved = new ConcurrentHashMap<>();
  private final Sinks.Many<Boolean> askedFor = Sinks.many().multicast().directBestEffort();
  private final Sinks.Many<Boolean> changes = Sinks.many().replay().latest();
  private final Disposable looking;
  private volatile ClusterView view;
  private volatile long silentAt = System.nanoTime() - GOES_ON;

  /**
   * @param look asks nodes for their view
   */
  ClusterMap(ClusterView first, Mono<ClusterView> look) {
    view = first;
    changes.tryEmitNext(true);
    looking =
        Flux.merge(Flux.interval(LOOK_EVERY, Timers.scheduler()), askedFor.asFlux())
            .onBackpressureLatest()
            .concatMap(
                ask ->
                    Guarded.step(() -> look)
                        .doOnNext(this::replace)
                        .onErrorComplete()
                        .then(Mono.delay(PAUSE, Timers.scheduler()))
                        .doOnNext(paused -> goOnWhileSilent()),
                0)
            .subscribe(done -> {}, error -> {});
  }

  /** The slot in which all keys of one queue lie. */
  static int slotOf(byte[] key) {
    return SlotHash.getSlot(key);
  }

  /** Null where no node has the slot. */
  @Nullable Place ownerOf(int slot) {
    Place told = moved.get(slot);
    return told == null ? view.ownerOf(slot) : told;
  }

  /** The owner of a slot now, and each time that it is another one. */
  Flux<Place> ownersOf(int slot) {
    return changes.asFlux().mapNotNull(change -> ownerOf(slot)).distinctUntilChanged();
  }

  /** What nodes told last. */
  ClusterView view() {
    return view;
  }

  /** Whether calls may be on their way there. */
  boolean isInUse(Place place) {
    return view.masters().contains(place) || moved.containsValue(place);
  }

  /** Now, and after each change. */
  Flux<Boolean> changes() {
    return changes.asFlux();
  }

  /** Hears what a call to a node ended with. */
  void met(Throwable error, Place at) {
    if (!Errors.isAnswer(error)) {
      silentAt = System.nanoTime();
    }
    if (!Errors.isAnswer(error) || Errors.isElsewhere(error) || Errors.isClusterDown(error)) {
      learn(String.valueOf(error.getMessage()), at);
      askedFor.tryEmitNext(true);
    }
  }

  private void goOnWhileSilent() {
    if (System.nanoTime() - silentAt < GOES_ON) {
      askedFor.tryEmitNext(true);
    }
  }

  private void learn(String message, Place at) {
    Matcher told = MOVED.matcher(message);
    if (told.matches()) {
      String host = told.group(2).isEmpty() ? at.host() : told.group(2);
      Place owner = new Place(host, Integer.parseInt(told.group(3)));
      if (!owner.equals(moved.put(Integer.parseInt(told.group(1)), owner))) {
        change();
      }
    }
  }

  private void replace(ClusterView next) {
    view = next;
    moved.clear();
    change();
  }

  private synchronized void change() {
    changes.tryEmitNext(true);
  }

  @Override
  public void dispose() {
    looking.dispose();
  }
}
