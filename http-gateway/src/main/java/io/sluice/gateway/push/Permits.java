package io.sluice.gateway.push;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** So many may do something at once; the others wait, in the order in which they came. */
final class Permits {
  private int left;
  private final Deque<Sinks.Empty<Void>> waiting = new ArrayDeque<>();

  Permits(int most) {
    this.left = most;
  }

  /** Does it once there is a permit, and gives the permit back however it ends. Cold. */
  <T> Mono<T> with(Supplier<Mono<T>> work) {
    return Mono.defer(
        () -> {
          Sinks.Empty<Void> turn = Sinks.empty();
          return Mono.usingWhen(
              Mono.just(turn),
              mine -> take(mine).then(Mono.defer(work)),
              this::giveBack,
              (mine, error) -> giveBack(mine),
              this::giveBack);
        });
  }

  /** The sink is told when it is its turn. */
  private synchronized Mono<Void> take(Sinks.Empty<Void> turn) {
    if (left > 0) {
      left--;
      turn.tryEmitEmpty();
    } else {
      waiting.add(turn);
    }
    return turn.asMono();
  }

  private Mono<Void> giveBack(Sinks.Empty<Void> turn) {
    return Mono.fromRunnable(
        () -> {
          Sinks.Empty<Void> next = returned(turn);
          if (next != null) {
            next.tryEmitEmpty();
          }
        });
  }

  private synchronized Sinks.@Nullable Empty<Void> returned(Sinks.Empty<Void> turn) {
    if (waiting.remove(turn)) {
      return null;
    }
    if (waiting.isEmpty()) {
      left++;
    }
    return waiting.poll();
  }
}
