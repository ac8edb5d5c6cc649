package io.sluice.claim;

import io.sluice.guard.Hearing;
import io.sluice.lane.Lane;
import io.sluice.loop.Timers;
import io.sluice.settle.Pace;
import io.sluice.settle.Rider;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimReply.Gift;
import io.sluice.store.ClaimTerms;
import io.sluice.store.ClaimedTask;
import io.sluice.store.Settlement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * How a session stands. A claim that finds nothing is not answered yet: the session may be given
 * one task under its number, which is told on a channel of the session. Until it is answered it is
 * made again under the same number, and no other claim is made. The claim after that may ride on
 * the settle of a task that goes alone, so that a task that comes alone takes two calls: its
 * enqueue and its settle.
 *
 * <p>Thread-safe. One loop makes the claims and waits.
 */
final class Standing implements Rider, Disposable {
  /** How long after a lost subscription it is tried again. */
  private static final Duration LISTEN_AGAIN = Duration.ofSeconds(2);

  /**
   * Tasks that come more often than this, on average, are claimed together: one claim brings
   * several of them, where a ride would bring one.
   */
  private static final long FREQUENT_NANOS = 500_000;

  /** A longer pause says no more than this one. */
  private static final long PAUSE_NANOS = 8_000_000;

  /** How much one pause counts in the average. */
  private static final double WEIGHT = 0.125;

  private enum Ride {
    NONE,
    OFFERED,
    TAKEN,
    STANDS
  }

  private final Lane claims;
  private final Pace pace = new Pace();
  private final Flux<Optional<Gift>> gifts;
  private final Disposable.Swap listening = Disposables.swap();
  private boolean listens; // guarded by this, as all below
  private boolean heard;
  private boolean open;
  private long number;
  private Ride ride = Ride.NONE;
  private @Nullable Exchange exchange;
  private @Nullable Gift gift;
  private @Nullable MonoSink<Void> waiter;
  private long waits;
  private long cameNanos = System.nanoTime();
  private double pauseNanos = PAUSE_NANOS;

  /**
   * @param gifts what the channel of the session tells: nothing when it may have missed something
   */
  Standing(Lane claims, Flux<Optional<Gift>> gifts) {
    this.claims = claims;
    this.gifts = gifts;
  }

  private void told(Optional<Gift> message) {
    MonoSink<Void> told;
    synchronized (this) {
      heard = true;
      gift = message.orElse(gift);
      told = news();
    }
    wake(told);
  }

  private synchronized void deaf() {
    heard = false;
  }

  /**
   * Whether it hears of what it is given, so that it may stand. It listens from the first time on
   * that this is asked.
   */
  boolean hears() {
    synchronized (this) {
      if (listens) {
        return heard;
      }
      listens = true;
    }
    listening.update(
        gifts
            .doOnError(error -> deaf())
            .onErrorComplete()
            .repeatWhen(ends -> ends.delayElements(LISTEN_AGAIN, Timers.scheduler()))
            .subscribe(this::told, error -> {}));
    return false;
  }

  @Override
  public void dispose() {
    listening.dispose();
  }

  /** Whether the last claim is not answered for good: it is made again. */
  synchronized boolean isOpen() {
    return open;
  }

  /** The claim of this number was answered. */
  synchronized void answered(long claim, ClaimReply reply) {
    number = claim;
    open = reply instanceof ClaimReply.Stands;
    ride = Ride.NONE;
    if (reply instanceof ClaimReply.Claimed claimed && !claimed.tasks().isEmpty()) {
      came(claimed.tasks().size());
    }
  }

  private void came(int tasks) {
    long now = System.nanoTime();
    double pause = (double) Math.min(now - cameNanos, PAUSE_NANOS) / tasks;
    pauseNanos += WEIGHT * (pause - pauseNanos);
    cameNanos = now;
    pace.claimed(tasks);
  }

  @Override
  public Pace forecast() {
    return pace;
  }

  /** Whether it hears, and tasks come seldom enough that it pays to be given each. */
  synchronized boolean mayRide() {
    return heard && pauseNanos > FREQUENT_NANOS;
  }

  /** The next claim may ride on a settle. */
  synchronized void offer() {
    ride = open ? ride : Ride.OFFERED;
  }

  /** Takes back an offer that nobody has taken. */
  synchronized void withdraw() {
    ride = ride == Ride.OFFERED ? Ride.NONE : ride;
  }

  /** The next claim may go with outcomes, if there is room for what it brings then. */
  synchronized void offer(Exchange next) {
    exchange = next;
  }

  @Override
  public Rider.@Nullable Ride take(List<Settlement> items) {
    Exchange offered;
    pace.sent(items.size());
    synchronized (this) {
      if (ride == Ride.OFFERED && items.size() == 1 && Exchange.isPlain(items.get(0))) {
        ride = Ride.TAKEN;
        return carried(null);
      }
      offered = ride == Ride.OFFERED ? null : exchange;
    }
    ClaimTerms terms = offered == null ? null : offered.take(this, items);
    return terms == null ? null : carried(terms);
  }

  private synchronized Rider.Ride carried(@Nullable ClaimTerms terms) {
    number = claims.number();
    open = true;
    return new Rider.Ride(number, terms);
  }

  @Override
  public void exchanged(long claim, ClaimReply.@Nullable Claimed claimed) {
    Exchange ended;
    synchronized (this) {
      ended = claim == number ? exchange : null;
    }
    if (ended != null) {
      ended.ended(claimed);
    }
  }

  @Override
  public void stood(long claim, boolean stands) {
    MonoSink<Void> told;
    synchronized (this) {
      if (claim != number || ride != Ride.TAKEN) {
        return;
      }
      ride = stands ? Ride.STANDS : Ride.NONE;
      told = waiter;
      waiter = null;
    }
    wake(told);
  }

  /** Whether the claim that rode made the session stand; once. */
  synchronized boolean rode() {
    boolean stands = open && ride == Ride.STANDS;
    ride = stands ? Ride.NONE : ride;
    return stands;
  }

  /**
   * Completes with the word, or earlier when there is something new: a task, the answer to the
   * claim that rode, a doubt. The wait for the word has begun before anything of that ends it: the
   * next one may begin at once, and is not to be overtaken.
   */
  Mono<Void> changedOr(Mono<Void> word) {
    return Mono.create(
        sink -> {
          long wait;
          synchronized (this) {
            wait = ++waits;
          }
          sink.onDispose(Hearing.of(word, nothing -> {}, sink::error, sink::success));
          boolean now;
          synchronized (this) {
            now = wait == waits && (isGiven() || ride == Ride.STANDS);
            waiter = now || wait != waits ? waiter : sink;
          }
          if (now) {
            sink.success();
          }
        });
  }

  /** What the session was given, which answers its claim; null when it was given nothing. */
  synchronized @Nullable ClaimedTask given() {
    Gift told = gift;
    gift = null;
    if (told == null || !open || told.number() != number || told.task() == null) {
      return null;
    }
    open = false;
    ride = Ride.NONE;
    return told.task();
  }

  /** The number of the last claim. */
  synchronized long number() {
    return number;
  }

  private boolean isGiven() {
    return open && gift != null && gift.number() == number;
  }

  /**
   * Who is to be told. A task for the claim that rides may come before the answer to the settle.
   */
  private @Nullable MonoSink<Void> news() {
    MonoSink<Void> told = waiter;
    waiter = null;
    return told;
  }

  private static void wake(@Nullable MonoSink<Void> told) {
    if (told != null) {
      told.success();
    }
  }
}
