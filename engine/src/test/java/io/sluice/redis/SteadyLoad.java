package io.sluice.redis;

import static io.sluice.Work.ECHO;

import io.sluice.Sluice;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tasks that are enqueued one after the other on one queue and run, while its Redis has faults. */
final class SteadyLoad implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(10);
  private static final int MOST_UNANSWERED = 64;

  private final Sluice sluice;
  private final String queue;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> runs = new ConcurrentHashMap<>();
  private final AtomicLong lastAt = new AtomicLong();
  private final AtomicLong longestGap = new AtomicLong();
  private final Disposable.Swap sending = Disposables.swap();

  SteadyLoad(Sluice sluice, String queue) {
    this.sluice = sluice;
    this.queue = queue;
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task -> Mono.just(task.payload()).doOnNext(text -> runs.merge(text, 1, Integer::sum)))
        .start();
    sending.update(
        Flux.interval(PERIOD)
            .onBackpressureDrop()
            .flatMap(i -> enqueued("task " + i), MOST_UNANSWERED)
            .subscribe(done -> {}, error -> {}));
  }

  private Mono<String> enqueued(String text) {
    return sluice
        .enqueue(queue, ECHO.with(text))
        .map(handle -> text)
        .doOnNext(this::answered)
        .onErrorResume(error -> Mono.empty());
  }

  private void answered(String text) {
    acknowledged.add(text);
    long now = System.nanoTime();
    long before = lastAt.getAndSet(now);
    if (before != 0) {
      longestGap.accumulateAndGet(now - before, Math::max);
    }
  }

  /** Waits until so many more are acknowledged. */
  void goOn(int more, Duration within) {
    int wanted = acknowledged.size() + more;
    Eventually.eventually(within, Mono.fromSupplier(acknowledged::size), now -> now >= wanted);
  }

  /** Between two acknowledged tasks, from here on. */
  void forgetGaps() {
    lastAt.set(System.nanoTime());
    longestGap.set(0);
  }

  Duration longestGap() {
    return Duration.ofNanos(longestGap.get());
  }

  int acknowledged() {
    return acknowledged.size();
  }

  /** Sends no more. */
  void end() {
    sending.dispose();
  }

  /** Whether each task that was acknowledged has run. */
  boolean allRan() {
    return runs.keySet().containsAll(acknowledged);
  }

  /** Tasks that ran more than once. */
  long doubled() {
    return runs.values().stream().filter(times -> times > 1).count();
  }

  @Override
  public void close() {
    end();
  }
}
