package io.sluice.load.loss;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Waits for a condition, by looking again and again. */
final class Eventually {
  private static final Duration LOOK_EVERY = Duration.ofMillis(25);
  private static final Duration AT_MOST = Duration.ofSeconds(30);

  static <T> T eventually(Mono<T> look, Predicate<? super T> fits) {
    return eventually(AT_MOST, look, fits);
  }

  /** The first answer that fits, if there is one within the time. */
  static <T> T eventually(Duration within, Mono<T> look, Predicate<? super T> fits) {
    AtomicReference<@Nullable T> last = new AtomicReference<>();
    T found =
        look.doOnNext(last::set)
            .repeatWhen(ends -> ends.delayElements(LOOK_EVERY))
            .filter(fits)
            .next()
            .timeout(within)
            .onErrorMap(
                error -> new AssertionError("not within " + within + "; last: " + last, error))
            .block();
    if (found == null) {
      throw new AssertionError("never; last: " + last);
    }
    return found;
  }

  private Eventually() {}
}
