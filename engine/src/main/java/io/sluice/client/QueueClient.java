package io.sluice.client;

import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineListener;
import io.sluice.store.EnqueueItem;
import io.sluice.store.TaskStore;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.QueueFullException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskView;
import reactor.core.publisher.Mono;

/** What one engine asks of one queue. */
public final class QueueClient {
  private final QueueName queue;
  private final int maxBacklog;
  private final Producer producer;
  private final Finder finder;
  private final Watch watch;

  QueueClient(
      QueueName queue,
      TaskStore store,
      SluiceConfig config,
      String clientId,
      EngineListener listener) {
    this.queue = queue;
    this.maxBacklog = config.maxBacklog();
    this.producer = new Producer(queue, store, config, clientId, listener);
    this.finder = new Finder(queue, store, config, clientId, listener);
    this.watch = new Watch(queue, store, finder);
  }

  /** Completes once the task is accepted; errors when it is a duplicate or the queue is full. */
  public Mono<Void> enqueue(EnqueueItem item) {
    return producer
        .enqueue(item)
        .flatMap(
            answer ->
                switch (answer) {
                  case ACCEPTED -> Mono.empty();
                  case DUPLICATE -> Mono.error(new DuplicateTaskException(queue, item.task().id()));
                  case FULL -> Mono.error(new QueueFullException(queue, maxBacklog));
                });
  }

  public Mono<TaskView> find(TaskId id) {
    return finder.find(id);
  }

  public Mono<TaskView> await(TaskId id) {
    return watch.await(id);
  }

  void expire() {
    producer.expire();
    finder.expire();
  }

  boolean idle() {
    return producer.idle() && finder.idle() && watch.idle();
  }
}
