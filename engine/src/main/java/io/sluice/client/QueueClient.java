package io.sluice.client;

import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineListener;
import io.sluice.loop.Timers;
import io.sluice.store.EnqueueItem;
import io.sluice.store.Refusal;
import io.sluice.store.TaskStore;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.RequestMismatchException;
import io.sluice.task.TaskId;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What one engine asks of one queue. */
public final class QueueClient {
  private static final Mono<Optional<Refusal>> ACCEPTED = Mono.just(Optional.empty());

  private static final String PATIENT = "p";
  private static final Duration AWAIT_PATIENCE = Duration.ofMillis(500);

  private final QueueName queue;
  private final Scheduler answers;
  private final Backlog backlog;
  private final Producer producer;

  /** Apart from the other, so that neither waits behind the other when Redis does not answer. */
  private final Producer patient;

  private final Finder finder;
  private final Finder waiting;
  private final Watch watch;

  QueueClient(
      QueueName queue,
      TaskStore store,
      SluiceConfig config,
      String clientId,
      EngineListener listener,
      Executor answers) {
    this.queue = queue;
    this.answers = Schedulers.fromExecutor(answers);
    this.backlog = new Backlog(queue, store, config.maxBacklog());
    this.producer =
        new Producer(queue, store, config.enqueueTimeout(), clientId, "", listener, answers);
    this.patient =
        new Producer(queue, store, config.streamTimeout(), clientId, PATIENT, listener, answers);
    this.finder = Finder.looking(queue, store, config, clientId, listener, answers);
    this.waiting = Finder.waiting(queue, store, config, clientId, listener, answers);
    this.watch = new Watch(queue, store, waiting);
  }

  /**
   * Gives nothing once the task is accepted, or the refusal when there is one whose task serves as
   * well. Errors when it is a duplicate, when its request is another one, and when the queue is
   * full.
   */
  public Mono<Optional<Refusal>> enqueue(EnqueueItem item) {
    return enqueue(producer, item);
  }

  /** The same, which waits longer for a Redis that does not answer. */
  public Mono<Optional<Refusal>> enqueuePatiently(EnqueueItem item) {
    return enqueue(patient, item);
  }

  /**
   * The same for one who waits for the end right after: it is awaited before the task is there, so
   * that it cannot end unseen. A store that does not say so in time does not hold up the task.
   */
  public Mono<Optional<Refusal>> enqueueAwaited(EnqueueItem item) {
    return waiting
        .lookFor(item.task().id())
        .timeout(AWAIT_PATIENCE, Timers.scheduler())
        .onErrorComplete()
        .then(enqueue(producer, item));
  }

  private Mono<Optional<Refusal>> enqueue(Producer by, EnqueueItem item) {
    return by.enqueue(item)
        .flatMap(
            answer -> {
              if (answer.full()) {
                return backlog.<Optional<Refusal>>refuse().publishOn(answers);
              }
              Refusal refusal = answer.refusal();
              return refusal == null ? ACCEPTED : refused(refusal);
            });
  }

  private Mono<Optional<Refusal>> refused(Refusal refusal) {
    return switch (refusal.kind()) {
      case KEEP, AGAIN -> Mono.just(Optional.of(refusal));
      case DUPLICATE -> Mono.error(new DuplicateTaskException(queue, refusal.existing()));
      case REJECT -> Mono.error(DuplicateTaskException.ofKey(queue, refusal.existing()));
      case MISMATCH -> Mono.error(new RequestMismatchException(queue, refusal.existing()));
    };
  }

  public Mono<TaskView> find(TaskId id) {
    return finder.find(id);
  }

  public Mono<TaskView> findAwaited(TaskId id) {
    return waiting.find(id);
  }

  public Mono<TaskView> await(TaskId id) {
    return watch.await(id);
  }

  public Flux<TaskView> follow(TaskId id) {
    return watch.follow(id);
  }

  void forgetQueue() {
    producer.forgetQueue();
    patient.forgetQueue();
  }

  void expire() {
    producer.expire();
    patient.expire();
    finder.expire();
    waiting.expire();
  }

  boolean idle() {
    return producer.idle() && patient.idle() && finder.idle() && waiting.idle() && watch.idle();
  }
}
