package io.sluice;

import io.sluice.config.QueueShares;
import io.sluice.task.QueueName;
import io.sluice.worker.TaskWorker;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** A worker as its owner sees it. */
record StartedWorker(QueueShares shares, TaskWorker inner) implements Worker {
  @Override
  public QueueName queue() {
    return queues().get(0);
  }

  @Override
  public List<QueueName> queues() {
    return shares.queues();
  }

  @Override
  public int concurrency() {
    return inner.slots();
  }

  @Override
  public Mono<Void> concurrency(int value) {
    return Mono.defer(() -> inner.slots(WorkerBuilder.checkedConcurrency(value)));
  }

  @Override
  public int running() {
    return inner.running();
  }

  @Override
  public Mono<Void> quiet() {
    return inner.quiet();
  }

  @Override
  public Mono<Void> resume() {
    return inner.resume();
  }

  @Override
  public Mono<Void> stop(Duration grace) {
    return inner.stop(grace);
  }
}
