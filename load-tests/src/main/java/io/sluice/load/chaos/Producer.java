package io.sluice.load.chaos;

import io.sluice.Sluice;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.enqueue.Correlated;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.enqueue.EnqueueResult;
import io.sluice.task.enqueue.NewTask;
import java.time.Duration;
import java.util.BitSet;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Sends all tasks of a run, evenly over its length, or as soon after as they are answered. Every
 * second task has an id of its own, so that both ways in are used.
 */
final class Producer {
  private static final Duration TICK = Duration.ofMillis(5);

  private final Sluice sluice;
  private final String queue;
  private final ChaosPlan plan;
  private final BitSet poison;
  private final Sends sends;
  private int next;

  Producer(Sluice sluice, String queue, ChaosPlan plan, BitSet poison, Sends sends) {
    this.sluice = sluice;
    this.queue = queue;
    this.plan = plan;
    this.poison = poison;
    this.sends = sends;
  }

  /** Completes when each send was answered or given up. Cold; to be subscribed once. */
  Mono<Void> sendAll() {
    return Mono.defer(
        () -> sluice.enqueueAll(queue, due(System.nanoTime())).doOnNext(this::answered).then());
  }

  private Flux<Correlated<Integer>> due(long start) {
    return Flux.interval(TICK)
        .onBackpressureDrop()
        .concatMap(tick -> dueBy(System.nanoTime() - start), 1)
        .take(plan.tasks())
        .doOnNext(sends::sent)
        .map(number -> task(number).correlate(number));
  }

  private Flux<Integer> dueBy(long nanos) {
    double share = Math.min(1, (double) nanos / plan.length().toNanos());
    int from = next;
    next = (int) Math.round(plan.tasks() * share);
    return Flux.range(from, next - from);
  }

  private NewTask<byte[], byte[]> task(int number) {
    NewTask<byte[], byte[]> task =
        WorkerMain.TYPE
            .with(Parcel.of(number, poison.get(number), plan.payloadBytes()))
            .durability(plan.durability());
    String own = Sends.ownId(number);
    return own == null ? task : task.id(own);
  }

  /** Only who did not answer leaves open whether the task is there; a duplicate says that it is. */
  private void answered(EnqueueResult<Integer> result) {
    if (result instanceof EnqueueResult.Accepted<Integer> accepted) {
      if (plan.durability() != Durability.MEMORY && accepted.task().confirmation().reached()) {
        sends.confirmed(result.correlation());
      }
      sends.acknowledged(result.correlation(), accepted.task().id().value());
    } else if (result instanceof EnqueueResult.Rejected<Integer> rejected) {
      boolean open =
          rejected.error() instanceof RedisUnavailableException
              || rejected.error() instanceof DuplicateTaskException;
      if (!open) {
        sends.refused(result.correlation());
      }
    }
  }
}
