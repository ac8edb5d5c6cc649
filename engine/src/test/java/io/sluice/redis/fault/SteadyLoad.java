package io.sluice.redis.fault;

import static io.sluice.Work.ECHO;

import io.sluice.Sluice;
import io.sluice.task.enqueue.Durability;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tasks that are enqueued one after the other on one queue and run, while its Redis has faults. */
final class SteadyLoad implements AutoCloseable {
  private static final Duration PERIOD = Duration.ofMillis(10);

  /** So many seconds of it may be unanswered. */
  private static final int SECONDS = 10;

  private final Sluice sluice;
  private final String queue;
  private final Durability level;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
  private final Map<String, Integer> runs = new ConcurrentHashMap<>();
  private final AtomicLong lastAt = new AtomicLong();
  private final AtomicLong longestGap = new AtomicLong();
  private final Disposable.Swap sending = Disposables.swap();

  SteadyLoad(Sluice sluice, String queue, int perSecond) {
    this(sluice, queue, perSecond, Durability.MEMORY);
  }

  /**
   * @param level lost is what was confirmed at it, in time, and never ran
   */
  SteadyLoad(Sluice sluice, String queue, int perSecond, Durability level) {
    this.sluice = sluice;
    this.queue = queue;
    this.level = level;
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task -> Mono.just(task.payload()).doOnNext(text -> runs.merge(text, 1, Integer::sum)))
        .start();
    int each = (int) (perSecond * PERIOD.toMillis() / 1_000);
    sending.update(
        Flux.interval(PERIOD)
            .onBackpressureDrop()
            .concatMapIterable(
                i -> IntStream.range(0, each).mapToObj(part -> "task " + i + " " + part).toList())
            .flatMap(this::enqueued, perSecond * SECONDS)
            .subscribe(done -> {}, error -> {}));
  }

  private Mono<String> enqueued(String text) {
    return sluice
        .enqueue(queue, ECHO.with(text).durability(level))
        .doOnNext(handle -> answered(text, handle.confirmation().reached()))
        .map(handle -> text)
        .onErrorResume(error -> Mono.empty());
  }

  private void answered(String text, boolean reached) {
    acknowledged.add(text);
    if (reached) {
      confirmed.add(text);
    }
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

  /** Whether each task that was confirmed has run. */
  boolean allRan() {
    return lost() == 0;
  }

  int confirmed() {
    return confirmed.size();
  }

  /** Tasks that were confirmed and have not run. */
  long lost() {
    return confirmed.stream().filter(text -> !runs.containsKey(text)).count();
  }

  /** Whether the queue has nothing left to run. */
  boolean isQuiet() {
    return Boolean.TRUE.equals(
        sluice.queues().audit(queue).map(books -> books.unfinished() == 0).block());
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
