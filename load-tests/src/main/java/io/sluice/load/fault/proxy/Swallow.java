package io.sluice.load.fault.proxy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** One reply that is not to arrive, and what becomes of its connection instead. */
public final class Swallow {
  private final Predicate<Command> wanted;
  private final int nth;
  private final Ending ending;
  private final AtomicInteger seen = new AtomicInteger();
  private final AtomicInteger fired = new AtomicInteger();

  Swallow(Predicate<Command> wanted, int nth, Ending ending) {
    this.wanted = wanted;
    this.nth = nth;
    this.ending = ending;
  }

  /** How often the reply was kept back: 0 until it was due, 1 from then on. */
  public int fired() {
    return fired.get();
  }

  Ending ending() {
    return ending;
  }

  /** Counts the command; true when its reply is the one. */
  boolean isFor(Command command) {
    return wanted.test(command) && seen.incrementAndGet() == nth;
  }

  /** Its connection ended before the reply came: the next such command is the one. */
  void missed() {
    seen.set(nth - 1);
  }

  void fire() {
    fired.incrementAndGet();
  }
}
