package io.sluice.testing;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Waits for a condition, by looking again and again; how long it takes decides nothing. */
public final class Eventually {
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);
  private static final Duration AT_MOST = Duration.ofSeconds(20);

  /** The first answer that fits. */
  public static <T> T eventually(Mono<T> look, Predicate<? super T> fits) {
    return eventually(AT_MOST, look, fits);
  }

  /** The first answer that fits, if there is one within the time. */
  public static <T> T eventually(Duration within, Mono<T> look, Predicate<? super T> fits) {
    AtomicReference<@Nullable T> last = new AtomicReference<>();
    T found =
        look.doOnNext(last::set)
            .repeatWhen(ends -> ends.delayElements(LOOK_EVERY))
            .filter(fits)
            .next()
            .timeout(within)
            .onErrorMap(
                TimeoutException.class,
                error -> new AssertionError("not within " + within + "; last: " + last, error))
            .block();
    if (found == null) {
      throw new AssertionError("never; last: " + last);
    }
    return found;
  }

  /** Waits until something holds; it is asked on the thread of the test. */
  public static void eventually(BooleanSupplier holds) {
    long start = System.nanoTime();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - start > AT_MOST.toNanos()) {
        throw new AssertionError("not within " + AT_MOST);
      }
      Mono.delay(LOOK_EVERY).block();
    }
  }

  private Eventually() {}
}
