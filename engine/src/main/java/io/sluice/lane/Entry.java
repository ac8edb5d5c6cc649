package io.sluice.lane;

import io.sluice.guard.Caught;
import io.sluice.guard.Guarded;
import io.sluice.task.RedisUnavailableException;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.MonoSink;

/**
 * An item and its caller, who is answered at most once. What the caller throws at the answer is
 * kept here: others wait for theirs.
 */
final class Entry<I, A> {
  private final I item;
  private final int bytes;
  private final long deadlineNanos;
  private final MonoSink<A> caller;
  private final AtomicBoolean over = new AtomicBoolean();

  Entry(I item, int bytes, long deadlineNanos, MonoSink<A> caller) {
    this.item = item;
    this.bytes = bytes;
    this.deadlineNanos = deadlineNanos;
    this.caller = caller;
  }

  I item() {
    return item;
  }

  int bytes() {
    return bytes;
  }

  boolean wanted() {
    return !over.get();
  }

  boolean isLate(long now) {
    return now - deadlineNanos >= 0;
  }

  void abandon() {
    over.set(true);
  }

  void answer(A answer) {
    if (over.compareAndSet(false, true)) {
      Guarded.run(() -> caller.success(answer));
    }
  }

  void fail(Throwable error) {
    if (over.compareAndSet(false, true)) {
      Guarded.run(() -> caller.error(Caught.signalOf(error)));
    }
  }

  void failIfLate(long now, String verb) {
    if (isLate(now) && wanted()) {
      fail(
          new RedisUnavailableException(
              verb + " was not answered by Redis in time; it may have taken effect", null));
    }
  }
}
