package io.sluice.load.scenario;

import io.sluice.BatchHandle;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchView;
import io.sluice.task.enqueue.NewBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import reactor.core.publisher.Mono;

/** The batch of which all tasks of a backlog are members, and its callback in another queue. */
final class DrainBatch {
  /** Of the end, and then of the callback, behind the end of the last member. */
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static final Duration LOOKED_AT_EVERY = Duration.ofMillis(250);

  /** In which a callback that is given twice would come. */
  private static final Duration LONGER = Duration.ofSeconds(1);

  private static final int CALLBACKS = 1;

  private final Bench bench;
  private final BatchHandle batch;

  private DrainBatch(Bench bench, BatchHandle batch) {
    this.bench = bench;
    this.batch = batch;
  }

  static Mono<DrainBatch> open(Bench bench) {
    NewBatch batch =
        NewBatch.DEFAULT.onComplete(bench.queue(CALLBACKS), Bench.TYPE.with(new byte[0]));
    return bench
        .sluice()
        .batches()
        .open(bench.queue(), batch)
        .map(id -> new DrainBatch(bench, bench.sluice().batches().of(id)));
  }

  BatchId id() {
    return batch.id();
  }

  Mono<Void> seal() {
    return batch.seal();
  }

  /** What is wrong with its counts and callbacks when all of so many members have succeeded. */
  Mono<List<String>> problems(long members) {
    return batch
        .ended()
        .timeout(LIMIT)
        .flatMap(view -> callbacks().map(callbacks -> problems(view, members, callbacks)))
        .onErrorResume(
            TimeoutException.class,
            e -> Mono.just(List.of("the batch has not ended " + LIMIT + " after its last member")));
  }

  private Mono<Long> callbacks() {
    return accepted()
        .repeatWhen(rounds -> rounds.delayElements(LOOKED_AT_EVERY))
        .takeUntil(count -> count > 0)
        .take(LIMIT.dividedBy(LOOKED_AT_EVERY))
        .then(Mono.delay(LONGER))
        .then(Mono.defer(this::accepted));
  }

  private Mono<Long> accepted() {
    return bench
        .sluice()
        .queues()
        .find(bench.queue(CALLBACKS))
        .map(view -> view.totals().accepted())
        .defaultIfEmpty(0L);
  }

  private static List<String> problems(BatchView view, long members, long callbacks) {
    List<String> problems = new ArrayList<>();
    if (view.counts().succeeded() != members || view.counts().total() != members) {
      problems.add("the batch counts " + view.counts() + ", and " + members + " have succeeded");
    }
    if (callbacks != 1) {
      problems.add("the batch gave " + callbacks + " callbacks, not one");
    }
    return problems;
  }
}
