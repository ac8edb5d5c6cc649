package io.sluice.liveness;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** The calls of one step that go wrong, and the first one after that is answered. */
final class Trouble {
  private final Fault fault;
  private final AtomicInteger left;
  private final AtomicLong answeredNanos = new AtomicLong(System.nanoTime());
  private final AtomicLong longestRest = new AtomicLong();
  private volatile long lastNanos;
  private volatile boolean met;
  private volatile @Nullable Duration outage;

  Trouble(Fault fault, int times) {
    this.fault = fault;
    this.left = new AtomicInteger(times);
  }

  Mono<?> meet(Supplier<Mono<?>> call) {
    if (left.getAndUpdate(now -> Math.max(0, now - 1)) > 0) {
      lastNanos = System.nanoTime();
      met = true;
      return fault.instead(call);
    }
    return call.get().doOnSuccess(answer -> answered());
  }

  /** No more of it. */
  void heal() {
    left.set(0);
  }

  /** From the last call that went wrong to the first that was answered; null before that. */
  @Nullable Duration outage() {
    return outage;
  }

  /** The longest time between two calls that were answered, or since the last one. */
  Duration longestRest() {
    long now = System.nanoTime() - answeredNanos.get();
    return Duration.ofNanos(Math.max(longestRest.get(), now));
  }

  @Override
  public String toString() {
    return met ? "out for " + outage : "never taken";
  }

  private void answered() {
    long now = System.nanoTime();
    longestRest.accumulateAndGet(now - answeredNanos.getAndSet(now), Math::max);
    if (outage == null) {
      outage = Duration.ofNanos(now - lastNanos);
    }
  }
}
