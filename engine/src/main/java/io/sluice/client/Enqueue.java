package io.sluice.client;

import io.sluice.encoding.Payloads;
import io.sluice.id.Ids;
import io.sluice.partition.Partitions;
import io.sluice.protocol.TaskStore;
import io.sluice.protocol.flow.FollowUps;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.StoredTask;
import io.sluice.store.flow.Flow;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.SluiceException;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.Confirmation;
import io.sluice.task.enqueue.Correlated;
import io.sluice.task.enqueue.EnqueueInterceptor;
import io.sluice.task.enqueue.EnqueueResult;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TraceContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Puts the tasks of callers into queues: makes an item of each task, hands it to the client of its
 * queue, and makes a handle of the reply. Thread-safe; every method is cold.
 */
public final class Enqueue {
  /** How many items of one {@link #all} are in progress at once: four full calls. */
  public static final int ALL_WINDOW = 4 * TaskStore.MAX_BATCH;

  /** How often a task is routed anew before its caller is told to try again. */
  private static final int MOST_MOVES = 100;

  private final QueueClients clients;
  private final TaskStore store;
  private final Payloads payloads;
  private final Ids ids;
  private final FollowUps followUps;
  private final EnqueueChain chain;
  private final Joins joins;
  private final Partitions partitions;

  /** The method of a queue's client that takes an item. */
  @FunctionalInterface
  private interface Way {
    Mono<EnqueueReply> take(QueueClient client, EnqueueItem item);
  }

  /**
   * @param interceptors around each enqueue, the first of them outermost
   */
  public Enqueue(
      QueueClients clients,
      TaskStore store,
      Payloads payloads,
      Ids ids,
      Partitions partitions,
      List<EnqueueInterceptor> interceptors) {
    this.clients = clients;
    this.store = store;
    this.partitions = partitions;
    this.payloads = payloads;
    this.ids = ids;
    this.followUps = new FollowUps(payloads);
    this.joins = new Joins(store);
    this.chain = new EnqueueChain(interceptors);
  }

  /** Puts one task into a queue. */
  public <T, R> Mono<TaskHandle<R>> one(String queue, NewTask<T, R> task) {
    return enqueued(queue, task, QueueClient::enqueue);
  }

  /** Puts one task into a queue after its end was asked to be kept for a caller that waits. */
  public <T, R> Mono<TaskHandle<R>> awaited(String queue, NewTask<T, R> task) {
    return enqueued(queue, task, QueueClient::enqueueAwaited);
  }

  /** Puts one task into a queue, and waits longer for a Redis that does not answer. */
  public <T, R> Mono<TaskHandle<R>> patiently(String queue, NewTask<T, R> task) {
    return enqueued(queue, task, QueueClient::enqueuePatiently);
  }

  /** The same under an id that was made before. */
  <T, R> Mono<TaskHandle<R>> patiently(QueueName queue, NewTask<T, R> task, MadeId id) {
    return within(queue, task, id::take, QueueClient::enqueuePatiently);
  }

  /** For what is not done over partitions. */
  void requireUndivided(QueueName queue, String what) {
    partitions.divided().refuse(queue, "/queue", what);
  }

  /** The id that a task will have: its own, or a new one. */
  MadeId idOf(NewTask<?, ?> task) {
    return idOf(task, store.now());
  }

  private MadeId idOf(NewTask<?, ?> task, Instant now) {
    TaskId given = task.id();
    return given == null ? MadeId.fresh(ids.task(now)) : MadeId.given(given);
  }

  /**
   * Puts tasks into a queue as they arrive, at most {@link #ALL_WINDOW} at once. The results are in
   * the order of the tasks; a refused task is a result and does not end the flux.
   */
  public <C> Flux<EnqueueResult<C>> all(String queue, Publisher<? extends Correlated<C>> tasks) {
    return Flux.defer(
        () -> {
          QueueName name = QueueName.of(queue);
          return Flux.from(tasks).flatMapSequential(item -> result(name, item), ALL_WINDOW, 1);
        });
  }

  private <C> Mono<EnqueueResult<C>> result(QueueName queue, Correlated<C> item) {
    return Mono.defer(() -> within(queue, item.task(), QueueClient::enqueue))
        .<EnqueueResult<C>>map(handle -> new EnqueueResult.Accepted<>(item.correlation(), handle))
        .onErrorResume(
            SluiceException.class,
            error -> Mono.just(new EnqueueResult.Rejected<>(item.correlation(), error)));
  }

  /** Without interceptors by one step: the way of most tasks. */
  private <T, R> Mono<TaskHandle<R>> enqueued(String queue, NewTask<T, R> task, Way way) {
    return Mono.deferContextual(
        context -> {
          QueueName name = QueueName.of(queue);
          Instant now = store.now();
          return chain.isEmpty()
              ? put(name, traced(task, context), idOf(task, now), now, way)
              : within(name, task, way);
        });
  }

  private <T, R> Mono<TaskHandle<R>> within(QueueName queue, NewTask<T, R> task, Way way) {
    return within(queue, task, () -> idOf(task), way);
  }

  private <T, R> Mono<TaskHandle<R>> within(
      QueueName queue, NewTask<T, R> task, Supplier<MadeId> id, Way way) {
    return chain.around(
        queue,
        task,
        last ->
            Mono.deferContextual(
                context -> put(queue, traced(last, context), id.get(), store.now(), way)));
  }

  private static <T, R> NewTask<T, R> traced(NewTask<T, R> task, ContextView context) {
    TraceContext trace = TraceContext.in(context);
    return trace.isEmpty() ? task : task.headers(trace.addedTo(task.options().headers()));
  }

  private <R> Mono<TaskHandle<R>> put(
      QueueName queue, NewTask<?, R> task, MadeId id, Instant now, Way way) {
    partitions.divided().refuseBelonging(task.followUps());
    EnqueueItem item = item(queue, task, id, now);
    return partitions.isDivided(queue)
        ? routed(queue, task, item, way, 0)
        : put(queue, queue, task, item, way, 0);
  }

  /** Into the partition where it belongs, and where its id was not made before. */
  private <R> Mono<TaskHandle<R>> routed(
      QueueName queue, NewTask<?, R> task, EnqueueItem item, Way way, int moves) {
    if (item.batch() != null) {
      partitions.divided().refuse(queue, "/batch", "a task of a batch cannot be enqueued");
    }
    return partitions
        .route(queue, item.belongsBy(task.id() != null), item.task().id(), task.id() == null)
        .flatMap(route -> put(queue, route.partition(), task, item.id(route.id()), way, moves));
  }

  private <R> Mono<TaskHandle<R>> put(
      QueueName queue,
      QueueName partition,
      NewTask<?, R> task,
      EnqueueItem item,
      Way way,
      int moves) {
    QueueClient client = clients.of(partition);
    Mono<EnqueueReply> reply = way.take(client, item);
    return (item.batch() == null ? reply : joins.join(item.batch(), queue).then(reply))
        .flatMap(
            answer ->
                answer.verdict() instanceof EnqueueReply.Refused refused
                    ? refused.kind() == EnqueueReply.Kind.MOVED && moves < MOST_MOVES
                        ? moved(queue, task, item, way, moves + 1)
                        : client
                            .served(refused, item)
                            .map(there -> earlier(queue, task, item, there, answer.confirmation()))
                    : Mono.just(handle(queue, task, item, answer.confirmation())));
  }

  /** The partition knew a newer map: nothing was enqueued there, under whatever id. */
  private <R> Mono<TaskHandle<R>> moved(
      QueueName queue, NewTask<?, R> task, EnqueueItem item, Way way, int moves) {
    EnqueueItem whole = item.id(item.task().id().whole());
    return partitions.again(moves).then(Mono.defer(() -> routed(queue, task, whole, way, moves)));
  }

  private EnqueueItem item(QueueName queue, NewTask<?, ?> task, MadeId id, Instant now) {
    byte[] payload = payloads.ofTask(task, queue, id.id());
    requireTimeToBegin(task, now);
    Flow flow = followUps.with(task.followUps());
    StoredTask stored =
        new StoredTask(
            id.id(), task.type().name(), now, task.options(), payloads.kept(payload), flow);
    return new EnqueueItem(
        stored,
        id.fresh(),
        task.delay(),
        task.runAt(),
        task.unique(),
        task.requestKey(),
        task.batch(),
        task.durability());
  }

  /** A task that expires before it is due could never begin. */
  private static void requireTimeToBegin(NewTask<?, ?> task, Instant now) {
    Duration expiresIn = task.options().expiresIn();
    Instant runAt = task.runAt();
    Duration wait = runAt == null ? task.delay() : Duration.between(now, runAt);
    if (expiresIn != null && wait.compareTo(expiresIn) >= 0) {
      throw new InvalidTaskException(
          "/expiresIn",
          "expiresIn %s must be more than the %s that the task waits for its time: it could never begin"
              .formatted(expiresIn, runAt == null ? "delay " + wait : wait + " until " + runAt));
    }
  }

  private static <R> TaskHandle<R> handle(
      QueueName queue, NewTask<?, R> task, EnqueueItem item, Confirmation confirmation) {
    Instant created = item.task().createdAt();
    return new TaskHandle<>(
        queue,
        item.task().id(),
        task.type(),
        created,
        dueAt(item, created),
        TaskHandle.Earlier.NO,
        confirmation);
  }

  /** The same request was created with the same wait. */
  private static <R> TaskHandle<R> earlier(
      QueueName queue,
      NewTask<?, R> task,
      EnqueueItem item,
      EnqueueReply.Refused refused,
      Confirmation confirmation) {
    Instant known = refused.createdAt();
    Instant created = known == null ? item.task().createdAt() : known;
    return new TaskHandle<>(
        queue,
        refused.id(),
        task.type(),
        created,
        known == null ? null : dueAt(item, created),
        known == null ? TaskHandle.Earlier.KEPT : TaskHandle.Earlier.AGAIN,
        confirmation);
  }

  private static @Nullable Instant dueAt(EnqueueItem item, Instant created) {
    if (item.immediate()) {
      return null;
    }
    Instant due = item.runAt() != null ? item.runAt() : created.plus(item.delay());
    return due.isAfter(created) ? due : null;
  }
}
