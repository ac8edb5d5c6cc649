package io.sluice.load.measure;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * Looks at a pass at regular intervals while it runs. It only reads counters that the pass keeps
 * anyway, on a thread that the pass does not use.
 */
public final class Sampler {
  /** How often, unless told otherwise. */
  public static final Duration EVERY = Duration.ofSeconds(1);

  /** Without Redis in a moment rather than without the moment. */
  private static final Duration ANSWER_LIMIT = Duration.ofMillis(500);

  private final Duration every;
  private final Onlooker onlooker;

  public Sampler(Duration every, Onlooker onlooker) {
    this.every = every;
    this.onlooker = onlooker;
  }

  /** Nobody looks on. */
  public static Sampler silent() {
    return new Sampler(EVERY, Onlooker.NOBODY);
  }

  /**
   * Does the work and gives its value with the timeline of the pass. Ends with the work, by a
   * moment up to that instant; its error is that of the work. Cold.
   *
   * @param redis what Redis has used by now; an empty answer where Redis cannot be seen
   */
  public <T> Mono<Sampled<T>> during(Progress progress, Supplier<Mono<Usage>> redis, Mono<T> work) {
    return usage(redis)
        .map(usage -> new Series(progress, every, usage))
        .flatMap(
            series ->
                work.publish(shared -> shared.zipWith(watched(series, redis, shared), Sampled::new))
                    // Before the end is told, so that nothing is shown after it.
                    .doOnTerminate(onlooker::done)
                    .doOnCancel(onlooker::done));
  }

  private Mono<Timeline> watched(Series series, Supplier<Mono<Usage>> redis, Mono<?> work) {
    // Reading the memory of this process may block.
    Scheduler thread = Schedulers.boundedElastic();
    return Flux.interval(every, thread)
        .onBackpressureDrop()
        .concatMap(tick -> usage(redis).publishOn(thread))
        .takeUntilOther(work)
        .doOnNext(usage -> onlooker.see(series.next(usage)))
        .then(usage(redis).publishOn(thread))
        .map(series::end);
  }

  /** A Redis that is paused or gone must not end the run: that may be what is being tested. */
  private static Mono<Optional<Usage>> usage(Supplier<Mono<Usage>> redis) {
    return Mono.defer(redis)
        .timeout(ANSWER_LIMIT)
        .onErrorResume(error -> Mono.empty())
        .map(Optional::of)
        .defaultIfEmpty(Optional.empty());
  }
}
