package io.sluice.liveness;

import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/** How a call goes wrong. */
@FunctionalInterface
interface Fault {
  Mono<?> instead(Supplier<Mono<?>> call);

  /** The method itself throws. */
  static Fault thrown(ErrorKind kind) {
    return call -> {
      throw kind.raise();
    };
  }

  static Fault signalled(ErrorKind kind) {
    return call -> Mono.error(kind.error());
  }

  /** The call took effect; what reads its answer throws, and if there is none an error comes. */
  static Fault afterTheAnswer(ErrorKind kind) {
    return call ->
        call.get()
            .map(
                answer -> {
                  throw kind.raise();
                })
            .switchIfEmpty(Mono.error(kind.error()));
  }

  static Fault silence() {
    return call -> Mono.never();
  }

  static Fault nothing() {
    return call -> Mono.empty();
  }

  /** The call took effect, and its answer never comes. */
  static Fault lostAnswer() {
    return call -> call.get().then(Mono.never());
  }
}
