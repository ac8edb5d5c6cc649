package io.sluice.load.chaos;

import io.sluice.Sluice;
import io.sluice.load.target.RedisLink;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.view.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * What is left to do when the faults are over: wait until all is done, and look at what there is.
 */
final class Aftermath {
  private static final Duration LOOK = Duration.ofMillis(250);

  /** Without any change for so long, what is not done will never be. */
  private static final Duration STALL = Duration.ofSeconds(60);

  private static final Duration EMPTY_LIMIT = Duration.ofSeconds(30);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(60);
  private static final Duration FIND_STALL = Duration.ofMinutes(1);
  private static final int FINDS_AT_ONCE = 1024;

  /** Keys of a queue that hold nothing when nobody works there and all is finished. */
  private static final List<String> SHOULD_BE_EMPTY =
      List.of(
          "ready",
          "landing",
          "landed",
          "running",
          "scheduled",
          "retrying",
          "cancels",
          "ghosts",
          "walk",
          "sessions");

  private final Sluice sluice;
  private final String namespace;
  private final String queue;

  Aftermath(Sluice sluice, String namespace, String queue) {
    this.sluice = sluice;
    this.namespace = namespace;
    this.queue = queue;
  }

  /** Waits until no task is unfinished, or nothing changes any more. */
  void drain() throws InterruptedException {
    Ledger seen = audit();
    long changed = System.nanoTime();
    while (seen.unfinished() > 0 && System.nanoTime() - changed < STALL.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      Ledger now = audit();
      if (!now.equals(seen)) {
        changed = System.nanoTime();
      }
      seen = now;
    }
  }

  /** Of a Redis that was hurt until a moment ago. */
  Ledger audit() {
    return Objects.requireNonNull(
        sluice
            .queues()
            .audit(queue)
            .retryWhen(Retry.fixedDelay(ANSWER_LIMIT.dividedBy(LOOK), LOOK))
            .block(ANSWER_LIMIT));
  }

  /** Keys that are still there when they have had their time to go. */
  List<String> orphans(String redisUri) throws InterruptedException {
    try (RedisLink redis = RedisLink.connect(redisUri)) {
      long end = System.nanoTime() + EMPTY_LIMIT.toNanos();
      List<String> left = left(redis);
      while (!left.isEmpty() && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
        left = left(redis);
      }
      return left;
    }
  }

  private List<String> left(RedisLink redis) {
    return Objects.requireNonNull(
        Flux.fromIterable(SHOULD_BE_EMPTY)
            .filterWhen(key -> redis.has(namespace + ":{" + queue + "}:" + key))
            .collectList()
            .block(ANSWER_LIMIT));
  }

  /** Asks for every task whose id is known. */
  Fates fates(Sends sends) {
    Fates fates = new Fates(sends.tasks());
    Flux.range(0, sends.tasks())
        .flatMap(task -> fate(sends, task, fates), FINDS_AT_ONCE, 1)
        .timeout(FIND_STALL)
        .blockLast();
    return fates;
  }

  private Mono<Integer> fate(Sends sends, int task, Fates fates) {
    String id = sends.id(task);
    if (id == null) {
      return Mono.just(task);
    }
    return sluice
        .tasks()
        .find(queue, id)
        .doOnNext(view -> fates.found(task, view))
        .thenReturn(task)
        .onErrorResume(
            UnknownTaskException.class,
            absent -> Mono.fromRunnable(() -> fates.absent(task)).thenReturn(task));
  }
}
