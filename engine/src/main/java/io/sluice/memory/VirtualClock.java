package io.sluice.memory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A clock that stands still until it is moved. Thread-safe.
 *
 * <p>What a store keeps of tasks goes by it: delays, instants to run at, waits for a next attempt,
 * expiry, retention, the windows of keys, pauses with a length, rates of bulk actions. Who is alive
 * does not, since workers, their sessions and the timeouts of attempts live in real time.
 */
public final class VirtualClock {
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile Instant now;

  private VirtualClock(Instant start) {
    this.now = Instant.ofEpochMilli(start.toEpochMilli());
  }

  /** Stands at this instant, to the millisecond. */
  public static VirtualClock at(Instant start) {
    return new VirtualClock(start);
  }

  public Instant now() {
    return now;
  }

  /**
   * Moves on. Whatever is due then is ready, and what was to begin before then has expired, when
   * this returns. It is one leap: what is put off while it lasts counts from its end.
   *
   * @throws IllegalArgumentException of a negative time: a clock does not go back
   */
  public void advance(Duration time) {
    if (time.isNegative()) {
      throw new IllegalArgumentException("a clock does not go back, by " + time);
    }
    synchronized (this) {
      now = Instant.ofEpochMilli(now.plus(time).toEpochMilli());
    }
    listeners.forEach(Runnable::run);
  }

  void onAdvance(Runnable listener) {
    listeners.add(listener);
  }
}
