package io.sluice.guard;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * What a future ends with. An error that comes when its subscriber has left is let go; Reactor's
 * own bridge drops it, which is logged as if somebody were still waiting for it.
 */
public final class Awaited<T> extends Mono<T> {
  private final Supplier<? extends CompletionStage<? extends @Nullable T>> future;
  private final boolean isOwn;

  private Awaited(
      Supplier<? extends CompletionStage<? extends @Nullable T>> future, boolean isOwn) {
    this.future = future;
    this.isOwn = isOwn;
  }

  /** A call for each subscriber, which is cancelled when its subscriber leaves. */
  public static <T> Mono<T> call(
      Supplier<? extends CompletionStage<? extends @Nullable T>> future) {
    return new Awaited<>(future, true);
  }

  /** Something others may wait for too, or that has to be done: it goes on without subscriber. */
  public static <T> Mono<T> shared(
      Supplier<? extends CompletionStage<? extends @Nullable T>> future) {
    return new Awaited<>(future, false);
  }

  @Override
  public void subscribe(CoreSubscriber<? super T> actual) {
    actual.onSubscribe(new Waiting<>(actual, this));
  }

  /** Begins with the first demand. */
  private static final class Waiting<T> implements Subscription {
    private final CoreSubscriber<? super T> actual;
    private final Awaited<T> awaited;
    private boolean begun; // demand does not come from two threads at once before the first value
    private volatile boolean left;
    private volatile @Nullable CompletableFuture<?> own;

    private Waiting(CoreSubscriber<? super T> actual, Awaited<T> awaited) {
      this.actual = actual;
      this.awaited = awaited;
    }

    @Override
    public void request(long n) {
      if (Operators.validate(n) && !begun && !left) {
        begun = true;
        begin();
      }
    }

    private void begin() {
      CompletionStage<? extends @Nullable T> future;
      try {
        future = awaited.future.get();
      } catch (Throwable thrown) {
        ended(null, thrown);
        return;
      }
      if (awaited.isOwn) {
        own = future.toCompletableFuture();
        if (left) {
          cancel();
        }
      }
      CompletionStage<?> unused = future.whenComplete(this::ended);
    }

    @Override
    public void cancel() {
      left = true;
      CompletableFuture<?> call = own;
      if (call != null) {
        call.cancel(false);
      }
    }

    private void ended(@Nullable T value, @Nullable Throwable error) {
      try {
        if (error != null) {
          fail(error);
        } else if (!left) {
          give(value);
        } else if (value != null) {
          Operators.onDiscard(value, actual.currentContext());
        }
      } catch (Throwable thrown) {
        Guarded.drop(thrown, actual.currentContext());
      }
    }

    private void give(@Nullable T value) {
      if (value != null) {
        actual.onNext(value);
      }
      actual.onComplete();
    }

    private void fail(Throwable error) {
      if (!left) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : null;
        actual.onError(Caught.signalOf(cause == null ? error : cause));
      }
    }
  }
}
