package io.sluice.worker;

import io.sluice.claim.Claim;
import io.sluice.claim.Outlet;
import io.sluice.claim.Stage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One queue at the slots of its worker. */
final class Share implements Outlet {
  /** For so long a queue that makes its calls keeps others from the slots that are its due. */
  static final long COURTESY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Slots slots;
  private final int weight;
  private final Runnable onLeave = this::leave;
  private final AtomicReference<Sinks.@Nullable Empty<Void>> end = new AtomicReference<>();
  private volatile Runnable onRoom = () -> {};
  private volatile Stage stage = Stage.RESTS;
  private volatile long callsSinceNanos;

  Share(Slots slots, int weight) {
    this.slots = slots;
    this.weight = weight;
  }

  int weight() {
    return weight;
  }

  /** Waits for a slot. */
  boolean seeks() {
    return stage == Stage.SEEKS;
  }

  /**
   * Whether it is to have its slots before others: it waits for them, or will know in a moment
   * whether it has use for more. One whose calls stay unanswered does not keep slots idle.
   */
  boolean claimsItsDue() {
    Stage now = stage;
    return now == Stage.SEEKS
        || (now == Stage.CALLS && System.nanoTime() - callsSinceNanos < COURTESY_NANOS);
  }

  @Override
  public int room() {
    return slots.room(this);
  }

  @Override
  public int reserve(int max) {
    return slots.reserve(this, max);
  }

  @Override
  public int reserve(int max, int ending) {
    return slots.reserve(this, max, ending);
  }

  @Override
  public void unreserve(int left) {
    slots.unreserve(this, left);
  }

  @Override
  public boolean take(Claim claim) {
    take(claim, onLeave);
    return true;
  }

  /**
   * @param left told when the task has left its slot
   */
  void take(Claim claim, Runnable left) {
    slots.add(claim, left);
  }

  /** A task has left its slot. */
  void leave() {
    slots.left(this);
  }

  @Override
  public int most() {
    return slots.count();
  }

  @Override
  public void taken(int claims) {
    slots.begin(claims);
  }

  @Override
  public void onRoom(Runnable told) {
    onRoom = told;
  }

  /** There may be room. */
  void tell() {
    onRoom.run();
  }

  @Override
  public boolean shared() {
    return slots.areShared();
  }

  @Override
  public void at(Stage next) {
    if (next == Stage.CALLS && slots.areShared()) {
      callsSinceNanos = System.nanoTime();
    }
    Stage last = stage;
    stage = next;
    slots.moved(this, last, next);
  }

  @Override
  public Mono<Void> nextEnd() {
    Sinks.Empty<Void> next = Sinks.empty();
    end.set(next);
    return next.asMono();
  }

  /** A task of this queue has ended. */
  void ended() {
    if (end.get() != null) {
      Sinks.Empty<Void> awaited = end.getAndSet(null);
      if (awaited != null) {
        awaited.tryEmitEmpty();
      }
    }
  }
}
