package io.sluice.remote;

import io.sluice.task.SluiceException;
import io.sluice.task.UnknownSessionException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Asks all partitions about a session, which is known to some of them. */
record EachPart<T>(List<RemotePart> parts, Function<RemotePart, Mono<T>> call) {
  /** Partitions that are asked at once. */
  private static final int AT_ONCE = 16;

  /** What those answer that know it; else the error of one that could not say, or does not. */
  Mono<List<T>> known() {
    return parts.size() == 1 ? call.apply(parts.get(0)).map(List::of) : ofSeveral();
  }

  private Mono<List<T>> ofSeveral() {
    return Mono.defer(
        () -> {
          Queue<SluiceException> errors = new ConcurrentLinkedQueue<>();
          return Flux.fromIterable(parts)
              .flatMap(
                  part ->
                      call.apply(part)
                          .onErrorResume(
                              SluiceException.class,
                              error -> {
                                errors.add(error);
                                return Mono.empty();
                              }),
                  AT_ONCE)
              .collectList()
              .flatMap(known -> known.isEmpty() ? Mono.error(worst(errors)) : Mono.just(known));
        });
  }

  private static SluiceException worst(Queue<SluiceException> errors) {
    return errors.stream()
        .filter(error -> !(error instanceof UnknownSessionException))
        .findFirst()
        .orElseGet(errors::element);
  }
}
