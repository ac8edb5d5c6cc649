package io.sluice.guard;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * A step of a pipeline that ends with a signal, whatever is thrown in it.
 *
 * <p>Errors of the virtual machine, and some of its own, Reactor does not signal: it throws them up
 * the thread that happens to be there. Two things break then. Whoever waits downstream waits for
 * good: a loop whose step was thrown through never turns again. And the owner of the thread gets
 * what it does not expect: Lettuce takes it for an error of the command that is under way by then,
 * and from there on gives every command the reply of another.
 *
 * <p>So what the supplier throws, what the source throws or signals, and what downstream throws at
 * the value, all become an error signal here, {@link Caught} where need be. What downstream throws
 * when it cannot be told any more is dropped, as Reactor drops errors: it is logged.
 */
public final class Guarded<T> extends Mono<T> {
  private final Supplier<? extends Mono<? extends T>> source;
  private final @Nullable Patience patience;

  Guarded(Supplier<? extends Mono<? extends T>> source, @Nullable Patience patience) {
    this.source = source;
    this.patience = patience;
  }

  /** Guards the step that the supplier gives, which is asked once per subscription. */
  public static <T> Mono<T> step(Supplier<? extends Mono<? extends T>> source) {
    return new Guarded<>(source, null);
  }

  /** Does something to which nobody can react if it throws. */
  public static void run(Runnable action) {
    try {
      action.run();
    } catch (Throwable thrown) {
      drop(thrown);
    }
  }

  /** Of an error nobody is left to be told. */
  public static void drop(Throwable error) {
    drop(error, Context.empty());
  }

  /** As Reactor drops errors; one that throws while it is logged is lost. */
  static void drop(Throwable error, Context context) {
    try {
      Operators.onErrorDropped(error, context);
    } catch (Throwable unspeakable) {
      // nobody is left who could be told
    }
  }

  @Override
  public void subscribe(CoreSubscriber<? super T> actual) {
    GuardedSubscriber<T> guard = new GuardedSubscriber<>(actual, patience);
    try {
      source.get().subscribe(guard);
    } catch (Throwable thrown) {
      guard.fail(thrown);
    }
  }
}
