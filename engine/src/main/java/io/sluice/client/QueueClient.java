package io.sluice.client;

import io.sluice.client.gather.Gathering;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineListener;
import io.sluice.lane.Expiry;
import io.sluice.lane.Overdue;
import io.sluice.lane.Resend;
import io.sluice.loop.Timers;
import io.sluice.protocol.TaskStore;
import io.sluice.script.ScriptServer;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.task.BatchException;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.OverloadedException;
import io.sluice.task.QueueFullException;
import io.sluice.task.QueueName;
import io.sluice.task.RequestMismatchException;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchView;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.view.CancelReply;
import io.sluice.task.view.Emitted;
import io.sluice.task.view.StreamPosition;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What one engine asks of one queue. */
public final class QueueClient {
  private static final String PATIENT = "p";
  private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
  private static final Duration AWAIT_PATIENCE = Duration.ofMillis(500);

  private final QueueName queue;
  private final Scheduler answers;
  private final Backlog backlog;
  private final Producer producer;

  /** Apart from the other, so that neither waits behind the other when Redis does not answer. */
  private final Producer patient;

  /** Of tasks whose enqueues wait for more than an answer; made with the first of each kind. */
  private final Map<Confirming, Producer> confirming = new ConcurrentHashMap<>();

  /** What the settings of the queue say, as of the last call. */
  private volatile Durability least = Durability.MEMORY;

  private final SluiceConfig config;
  private final String clientId;
  private final String lanes;
  private final EngineListener listener;
  private final Executor executor;
  private final Finder finder;
  private final Finder waiting;
  private final Watch watch;
  private final StreamWatch streams;
  private final BatchWatch batches;
  private final Gatherer gatherer;
  private final TaskStore store;
  private final long patienceNanos;
  private final Overdue overdue;

  /**
   * @param asked what all its items wait for by themselves
   * @param level what they wait for
   */
  private record Confirming(Durability asked, Durability level, boolean patiently) {
    private String letters() {
      return "" + asked.wireName().charAt(0) + level.wireName().charAt(0);
    }
  }

  /**
   * @param kind what the names of its enqueue lanes begin with; empty for a queue that is not
   *     divided
   */
  QueueClient(
      QueueName queue,
      String kind,
      TaskStore store,
      SluiceConfig config,
      String clientId,
      Overdue overdue,
      EngineListener listener,
      Executor answers) {
    this.queue = queue;
    this.lanes = kind;
    this.store = store;
    this.config = config;
    this.clientId = clientId;
    this.overdue = overdue;
    this.listener = listener;
    this.executor = answers;
    this.patienceNanos = config.streamTimeout().toNanos();
    this.answers = Schedulers.fromExecutor(answers);
    this.backlog = new Backlog(queue, store, config.maxBacklog());
    Expiry expiry = overdue.after(config.enqueueTimeout());
    this.producer =
        new Producer(queue, store, expiry, clientId, kind, listener, answers, this::learn);
    this.patient =
        new Producer(
            queue,
            store,
            overdue.after(config.streamTimeout()),
            clientId,
            kind + PATIENT,
            listener,
            answers,
            this::learn);
    this.finder = Finder.looking(queue, store, expiry, clientId, listener, answers);
    this.waiting = Finder.waiting(queue, store, expiry, clientId, listener, answers);
    this.watch = new Watch(queue, store, waiting);
    this.streams = new StreamWatch(queue, store, watch);
    this.batches = new BatchWatch(store, watch, this.answers);
    this.gatherer = new Gatherer(queue, store, expiry, clientId, listener, answers);
  }

  /** The reply of the store; {@link #served} says what it means to a caller. */
  public Mono<EnqueueReply> enqueue(EnqueueItem item) {
    return producerOf(item, false).enqueue(item);
  }

  /** The same, but waits longer for a Redis that does not answer. */
  public Mono<EnqueueReply> enqueuePatiently(EnqueueItem item) {
    return producerOf(item, true).enqueue(item);
  }

  private Producer producerOf(EnqueueItem item, boolean patiently) {
    Durability level = item.durability() == Durability.MEMORY ? least : item.durability();
    if (level == Durability.MEMORY) {
      return patiently ? patient : producer;
    }
    return confirming.computeIfAbsent(
        new Confirming(item.durability(), level, patiently), this::confirmingProducer);
  }

  private void learn(Durability told) {
    least = told;
  }

  /** Its calls may have to wait for others that are waited for. */
  private Producer confirmingProducer(Confirming kind) {
    Duration patience = kind.patiently ? config.streamTimeout() : config.enqueueTimeout();
    return new Producer(
        queue,
        store,
        overdue.after(patience.plus(ScriptServer.confirmedWithin(kind.level).multipliedBy(2))),
        clientId,
        lanes + (kind.patiently ? PATIENT : "") + kind.letters(),
        listener,
        executor,
        this::learn);
  }

  /**
   * The same for a caller that waits for the end right after: the task is awaited before it is in
   * its queue, so that it cannot end unseen. A store that does not confirm this in time does not
   * hold up the task.
   */
  public Mono<EnqueueReply> enqueueAwaited(EnqueueItem item) {
    return waiting
        .lookFor(item.task().id())
        .timeout(AWAIT_PATIENCE, Timers.scheduler())
        .onErrorComplete()
        .then(producerOf(item, false).enqueue(item));
  }

  /**
   * The refusal of a task for another that serves as well. Errors when the task is a duplicate,
   * when its request is another one, and when the queue is full.
   */
  Mono<EnqueueReply.Refused> served(EnqueueReply.Refused refused, EnqueueItem item) {
    String group = item.task().options().group();
    String batch = String.valueOf(item.batch());
    return switch (refused.kind()) {
      case KEEP, AGAIN -> Mono.just(refused);
      case FULL -> backlog.<EnqueueReply.Refused>refuse().publishOn(answers);
      case LATE -> Mono.error(QueueFullException.late(queue, null, wait(refused)));
      case GROUP_FULL -> Mono.error(QueueFullException.ofGroup(queue, named(group), SHORTEST_WAIT));
      case GROUP_LATE -> Mono.error(QueueFullException.late(queue, group, wait(refused)));
      case DUPLICATE -> Mono.error(new DuplicateTaskException(queue, refused.id()));
      case REJECT -> Mono.error(DuplicateTaskException.ofKey(queue, refused.id()));
      case BATCH_SEALED -> Mono.error(BatchException.sealed(batch));
      case BATCH_UNKNOWN -> Mono.error(BatchException.unknown(batch));
      case MOVED ->
          Mono.error(new OverloadedException("queue " + queue + " is being divided; try again"));
      case MISMATCH -> Mono.error(new RequestMismatchException(queue, refused.id()));
    };
  }

  private static String named(@Nullable String group) {
    return group == null ? "" : group;
  }

  private static Duration wait(EnqueueReply.Refused refused) {
    Duration known = refused.retryAfter();
    return known == null || known.compareTo(SHORTEST_WAIT) < 0 ? SHORTEST_WAIT : known;
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

  /** Tells the listener of ends until it is disposed of. */
  Disposable listen(Watch.Listener listener) {
    return watch.hold(listener);
  }

  /** Stops a task, and waits for a Redis that does not answer as long as a stream does. */
  Mono<CancelReply> cancel(TaskId id) {
    return Mono.defer(
        () -> {
          long begun = System.nanoTime();
          return store
              .cancel(queue, id)
              .retryWhen(
                  Resend.until(
                      () -> System.nanoTime() - begun > patienceNanos, (sends, cause) -> {}));
        });
  }

  /** The result of a task, if the task has succeeded and is kept. */
  Mono<Optional<byte[]>> gather(TaskId id) {
    return gatherer.gather(id);
  }

  /** Drops a succeeded task whose result was taken. */
  void discard(TaskId id) {
    gatherer.discard(id);
  }

  public Flux<TaskView> follow(TaskId id) {
    return watch.follow(id);
  }

  /** A batch whose home this queue is, now and whenever it changes, up to its end. */
  public Flux<BatchView> follow(BatchId id) {
    return batches.follow(id);
  }

  /**
   * The ends of members of a batch whose home this queue is. Throws {@link BatchException} when the
   * batch does not gather.
   */
  public Gathering gathering(BatchId id) {
    return new Gathering(id, store.batches(), answers);
  }

  /** What a task emits, after a position, until the task has ended. */
  public Flux<Emitted<byte[]>> stream(TaskId id, StreamPosition after) {
    return StreamFollower.follow(
        streams.nudges(id),
        after,
        from -> streams.read(id, from).publishOn(answers),
        waiting.find(id));
  }

  void forgetQueue() {
    producer.forgetQueue();
    patient.forgetQueue();
    confirming.values().forEach(Producer::forgetQueue);
  }

  boolean idle() {
    return producer.idle()
        && patient.idle()
        && confirming.values().stream().allMatch(Producer::idle)
        && finder.idle()
        && waiting.idle()
        && watch.idle()
        && gatherer.idle();
  }
}
