package io.sluice.load.chaos;

import io.sluice.Sluice;
import io.sluice.load.target.RedisLink;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.LettersView;
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

  /** What is still to be done in the queue, or to be carried from it. */
  private record Left(Ledger books, long unsent) {
    boolean isSome() {
      return books.unfinished() > 0 || unsent > 0;
    }
  }

  Aftermath(Sluice sluice, String namespace, String queue) {
    this.sluice = sluice;
    this.namespace = namespace;
    this.queue = queue;
  }

  /**
   * Waits until no task is unfinished and each letter to another queue has come there, or nothing
   * changes any more.
   */
  void drain() throws InterruptedException {
    Left seen = left();
    long changed = System.nanoTime();
    while (seen.isSome() && System.nanoTime() - changed < STALL.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      Left now = left();
      if (!now.equals(seen)) {
        changed = System.nanoTime();
      }
      seen = now;
    }
  }

  private Left left() {
    return new Left(audit(), sent().unsent());
  }

  /** Of a Redis that was hurt until a moment ago. */
  Ledger audit() {
    return answered(sluice.queues().audit(queue));
  }

  private LettersView sent() {
    return answered(sluice.queues().letters(queue));
  }

  private static <T> T answered(Mono<T> asked) {
    return Objects.requireNonNull(
        asked.retryWhen(Retry.fixedDelay(ANSWER_LIMIT.dividedBy(LOOK), LOOK)).block(ANSWER_LIMIT));
  }

  Evidence.Letters letters(RedisLink redis) {
    LettersView sent = sent();
    long again = answered(redis.number(key("counters"), "letters_known"));
    return new Evidence.Letters(sent.unsent(), sent.outOfReach(), again);
  }

  private String key(String word) {
    return namespace + ":{" + queue + "}:" + word;
  }

  /** Keys that are still there when they have had their time to go. */
  List<String> orphans(RedisLink redis) throws InterruptedException {
    long end = System.nanoTime() + EMPTY_LIMIT.toNanos();
    List<String> left = orphansNow(redis);
    while (!left.isEmpty() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      left = orphansNow(redis);
    }
    return left;
  }

  private List<String> orphansNow(RedisLink redis) {
    return Objects.requireNonNull(
        Flux.fromIterable(SHOULD_BE_EMPTY)
            .filterWhen(word -> redis.has(key(word)))
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

  /** Of follow-ups nobody was told the id: whatever is there is looked at. */
  Inventory inventory(int tasks) {
    return Inventory.of(sluice, queue, tasks);
  }

  String queue() {
    return queue;
  }
}
