package io.sluice.guard;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Operators;

/**
 * Hears a source in the background until it is disposed of. An error that comes while that happens
 * is let go: who has left waits for nothing. Reactor's own subscribers drop it, which is logged.
 */
public final class Hearing<T> implements CoreSubscriber<T>, Disposable {
  private final AtomicReference<Subscription> upstream =
      new AtomicReference<>(Operators.emptySubscription());
  private final Consumer<? super T> onNext;
  private final Consumer<? super Throwable> onError;
  private final Runnable onComplete;

  private Hearing(
      Consumer<? super T> onNext, Consumer<? super Throwable> onError, Runnable onComplete) {
    this.onNext = onNext;
    this.onError = onError;
    this.onComplete = onComplete;
  }

  /** Hears all that the source gives. */
  public static <T> Disposable of(
      Publisher<? extends T> source,
      Consumer<? super T> onNext,
      Consumer<? super Throwable> onError,
      Runnable onComplete) {
    Hearing<T> hearing = new Hearing<>(onNext, onError, onComplete);
    source.subscribe(hearing);
    return hearing;
  }

  /** The same, of one whose end says nothing. */
  public static <T> Disposable of(
      Publisher<? extends T> source,
      Consumer<? super T> onNext,
      Consumer<? super Throwable> onError) {
    return of(source, onNext, onError, () -> {});
  }

  /** Has it run, whatever it gives. */
  public static Disposable ofNothing(Publisher<?> source) {
    return of(source, ignored -> {}, ignored -> {}, () -> {});
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    if (upstream.compareAndSet(Operators.emptySubscription(), subscription)) {
      subscription.request(Long.MAX_VALUE);
    } else {
      subscription.cancel();
    }
  }

  @Override
  public void onNext(T value) {
    if (isDisposed()) {
      Operators.onDiscard(value, currentContext());
      return;
    }
    try {
      onNext.accept(value);
    } catch (Throwable thrown) {
      dispose();
      tell(thrown);
    }
  }

  @Override
  public void onError(Throwable error) {
    if (isEnd()) {
      tell(error);
    }
  }

  private void tell(Throwable error) {
    Guarded.run(() -> onError.accept(Caught.signalOf(error)));
  }

  @Override
  public void onComplete() {
    if (isEnd()) {
      Guarded.run(onComplete);
    }
  }

  private boolean isEnd() {
    return upstream.getAndSet(Operators.cancelledSubscription())
        != Operators.cancelledSubscription();
  }

  @Override
  public void dispose() {
    upstream.getAndSet(Operators.cancelledSubscription()).cancel();
  }

  @Override
  public boolean isDisposed() {
    return upstream.get() == Operators.cancelledSubscription();
  }
}
