package io.sluice.guard;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * One subscription of a guarded step. Errors go downstream once, and only if it can hear them; one
 * that comes when downstream has left is let go.
 */
final class GuardedSubscriber<T> extends AtomicInteger // its stage
    implements CoreSubscriber<T>, Subscription {
  private static final long serialVersionUID = 1L;

  private static final int SILENT = 0;
  private static final int GIVEN = 1;
  private static final int OVER = 2;
  private static final int LEFT = 3;

  private final transient CoreSubscriber<? super T> actual;
  private final transient @Nullable Patience patience;
  private final long begunNanos; // looked at only by patience, and a look at the clock is dear
  private transient volatile Subscription upstream = Operators.emptySubscription();
  private volatile boolean subscribed;

  GuardedSubscriber(CoreSubscriber<? super T> actual, @Nullable Patience patience) {
    this.actual = actual;
    this.patience = patience;
    this.begunNanos = patience == null ? 0 : System.nanoTime();
  }

  @Override
  public Context currentContext() {
    return actual.currentContext();
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    upstream = subscription;
    if (patience != null) {
      patience.begun(this);
    }
    subscribed = true;
    actual.onSubscribe(this); // what it throws comes out of the subscribe, which is guarded
  }

  @Override
  public void onNext(T value) {
    if (!compareAndSet(SILENT, GIVEN)) {
      Operators.onDiscard(value, currentContext());
      return;
    }
    try {
      actual.onNext(value);
    } catch (Throwable thrown) {
      upstream.cancel();
      fail(thrown);
    }
  }

  @Override
  public void onError(Throwable error) {
    fail(error);
  }

  @Override
  public void onComplete() {
    if (endFrom(OVER) < OVER) {
      try {
        actual.onComplete();
      } catch (Throwable thrown) {
        tell(thrown); // it may have been told twice then; that is better than not at all
      }
    }
  }

  @Override
  public void request(long n) {
    try {
      upstream.request(n);
    } catch (Throwable thrown) {
      fail(thrown);
    }
  }

  @Override
  public void cancel() {
    if (endFrom(LEFT) < OVER) {
      upstream.cancel();
    }
  }

  /** Since when it has been silent, by {@link System#nanoTime}. */
  long begunNanos() {
    return begunNanos;
  }

  /** Ends a step that is silent for too long; one that has given its value will end by itself. */
  void giveUp(Throwable error) {
    if (compareAndSet(SILENT, LEFT)) {
      forget();
      Guarded.run(upstream::cancel);
      tell(error);
    }
  }

  void fail(Throwable error) {
    int before = endFrom(OVER);
    if (before < OVER) {
      tell(error);
    } else if (before == OVER) {
      Guarded.drop(error, currentContext());
    }
  }

  private void tell(Throwable error) {
    try {
      if (!subscribed) {
        actual.onSubscribe(Operators.emptySubscription());
      }
      actual.onError(Caught.signalOf(error));
    } catch (Throwable thrown) {
      Guarded.drop(thrown, currentContext());
    }
  }

  /** The stage it was in; of several ends the first is the one that stays. */
  private int endFrom(int end) {
    int before = get();
    while (before < OVER) {
      if (compareAndSet(before, end)) {
        forget();
        return before;
      }
      before = get();
    }
    return before;
  }

  private void forget() {
    if (patience != null) {
      patience.over(this);
    }
  }
}
