package io.sluice.lane;

import io.sluice.guard.Caught;
import io.sluice.guard.Guarded;
import io.sluice.task.RedisUnavailableException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

/**
 * An item and its caller, who is answered at most once, and not before it asks. What the caller
 * throws at the answer is kept here: others wait for theirs.
 *
 * <p>A sink of Reactor would do the same, but for a caller that leaves in the instant in which it
 * is answered: its answer would count as dropped by mistake.
 */
final class Entry<I, A> extends AtomicInteger // its stage
    implements Subscription {
  private static final long serialVersionUID = 1L;

  private static final int WAITS = 0;
  private static final int ASKED = 1;
  private static final int ANSWERED = 2;
  private static final int OVER = 3;

  private final transient I item;
  private final int bytes;
  private final long deadlineNanos;
  private final transient CoreSubscriber<? super A> caller;

  /** Until the caller asks; written before the stage says that it is there. */
  private transient @Nullable A answer;

  Entry(I item, int bytes, long deadlineNanos, CoreSubscriber<? super A> caller) {
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
    int stage = get();
    return stage == WAITS || stage == ASKED;
  }

  boolean isLate(long now) {
    return now - deadlineNanos >= 0;
  }

  @Override
  public void request(long n) {
    if (!Operators.validate(n) || compareAndSet(WAITS, ASKED)) {
      return;
    }
    A kept = answer;
    if (kept != null && compareAndSet(ANSWERED, OVER)) {
      give(kept);
    }
  }

  @Override
  public void cancel() {
    set(OVER);
  }

  void answer(A given) {
    if (compareAndSet(ASKED, OVER)) {
      give(given);
      return;
    }
    answer = given;
    if (!compareAndSet(WAITS, ANSWERED) && compareAndSet(ASKED, OVER)) {
      give(given);
    }
  }

  void fail(Throwable error) {
    if (ends()) {
      tell(error);
    }
  }

  /**
   * Its time is up: from now on it is not wanted, and its caller is told of it there.
   *
   * @param trouble what Redis said instead of an answer, if it said something
   */
  void giveUp(String verb, @Nullable Throwable trouble, Executor answers) {
    String reason = trouble == null ? "" : ": " + trouble.getMessage();
    if (ends()) {
      answers.execute(
          () ->
              tell(
                  new RedisUnavailableException(
                      verb
                          + " was not answered by Redis in time; it may have taken effect"
                          + reason,
                      trouble)));
    }
  }

  private boolean ends() {
    return compareAndSet(ASKED, OVER) || compareAndSet(WAITS, OVER) || compareAndSet(ASKED, OVER);
  }

  private void tell(Throwable error) {
    Guarded.run(() -> caller.onError(Caught.signalOf(error)));
  }

  private void give(A given) {
    try {
      caller.onNext(given);
      caller.onComplete();
    } catch (Throwable thrown) {
      Guarded.drop(thrown);
    }
  }
}
