package io.sluice;

import io.sluice.task.QueueName;
import io.sluice.worker.TaskWorker;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** A worker as its owner sees it. */
record StartedWorker(QueueName queue, TaskWorker inner, Runnable onStop) implements Worker {
  @Override
  public int concurrency() {
    return inner.slots();
  }

  @Override
  public int running() {
    return inner.running();
  }

  @Override
  public Mono<Void> stop(Duration grace) {
    return inner.stop(grace).doOnSuccess(done -> onStop.run());
  }
}
