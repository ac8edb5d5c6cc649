package io.sluice;

import io.sluice.client.Enqueue;
import io.sluice.client.Following;
import io.sluice.client.QueueClients;
import io.sluice.client.Results;
import io.sluice.client.Scatter;
import io.sluice.config.QueueShares;
import io.sluice.config.SluiceConfig;
import io.sluice.crew.Gang;
import io.sluice.crew.Hearing;
import io.sluice.encoding.Payloads;
import io.sluice.event.EngineListener;
import io.sluice.event.News;
import io.sluice.event.TaskEvent;
import io.sluice.id.Ids;
import io.sluice.maintenance.Maintenance;
import io.sluice.memory.MemoryServer;
import io.sluice.memory.VirtualClock;
import io.sluice.partition.Partitions;
import io.sluice.protocol.TaskStore;
import io.sluice.remote.RemoteQueue;
import io.sluice.remote.RemoteQueues;
import io.sluice.script.ScriptServer;
import io.sluice.script.WatchedServer;
import io.sluice.task.PayloadTooLargeException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskFailedException;
import io.sluice.task.enqueue.Correlated;
import io.sluice.task.enqueue.EnqueueInterceptor;
import io.sluice.task.enqueue.EnqueueResult;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.Part;
import io.sluice.task.enqueue.ScatterOptions;
import io.sluice.task.enqueue.Scattered;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.enqueue.TraceContext;
import io.sluice.task.handler.Delivery;
import io.sluice.task.view.ServerFacts;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * The engine: one connection to Redis, shared by everything that this process enqueues, asks and
 * runs. Thread-safe; one for a whole process is enough.
 *
 * <p>Every method is cold: nothing happens before subscription. Only {@code connect}, the builders
 * and {@link #close} act at once. Any of them may error with {@link
 * io.sluice.task.RedisUnavailableException}.
 */
public final class Sluice implements AutoCloseable {
  static final int ENQUEUE_ALL_WINDOW = Enqueue.ALL_WINDOW;
  private static final Duration CLOSE_SLACK = Duration.ofSeconds(15); // for the last outcomes

  private final SluiceConfig config;
  private final Payloads payloads;
  private final Hearing hearing;
  private final Ids ids;
  private final WatchedServer server;
  private final TaskStore store;
  private final TaskStore answering; // the same, on threads of their own for callers, who may block
  private final Gang answers;
  private final Partitions partitions;
  private final QueueClients clients;
  private final Enqueue enqueue;
  private final Results results;
  private final Scatter scatter;
  private final RemoteQueues remotes;
  private final Maintenance maintenance;
  private final Workers workers;
  private final Vitals vitals;

  Sluice(
      SluiceConfig config,
      Payloads payloads,
      Hearing hearing,
      Ids ids,
      ScriptServer connected,
      List<EnqueueInterceptor> interceptors) {
    this.config = config;
    this.payloads = payloads;
    this.hearing = hearing;
    this.ids = ids;
    EngineListener listener = hearing.listener();
    server = new WatchedServer(connected);
    store = new TaskStore(server, config, listener);
    answers = hearing.crew().gang("answers");
    answering = store.over(server.answeringOn(Schedulers.fromExecutor(answers)));
    partitions = new Partitions(store, config.enqueueTimeout(), listener);
    clients = new QueueClients(store, config, ids, listener, answers);
    enqueue = new Enqueue(clients, store, payloads, ids, partitions, interceptors);
    results = new Results(clients, partitions, payloads);
    scatter = new Scatter(clients, enqueue, results, config.streamTimeout());
    maintenance = new Maintenance(store, config, listener);
    remotes = new RemoteQueues(store, config, ids, listener, payloads, maintenance::careFor);
    workers =
        new Workers(store, config, payloads, ids, listener, hearing.crew(), maintenance::careFor);
    vitals = new Vitals(answering, maintenance, server, clients, partitions, workers);
    if (config.maintainAllQueues()) {
      maintenance.careForAll();
    }
  }

  /**
   * Connects with the default settings. Blocks until Redis has answered, for at most 10 s.
   *
   * @throws io.sluice.task.RedisUnavailableException when it does not; says why, and what to change
   * @throws IllegalArgumentException when the URI is none
   */
  public static Sluice connect(String redisUri) {
    return builder(SluiceConfig.of(redisUri)).connect();
  }

  /** An engine of its own, without Redis: for tests. What it holds is gone with it. */
  public static Sluice inMemory() {
    return SluiceBuilder.inMemory().connect(MemoryServer.create());
  }

  /** An engine of its own, without Redis, whose tasks go by this clock: for tests. */
  public static Sluice inMemory(VirtualClock clock) {
    return SluiceBuilder.inMemory().connect(MemoryServer.create(clock));
  }

  public static SluiceBuilder builder(SluiceConfig config) {
    return new SluiceBuilder(config);
  }

  public SluiceConfig config() {
    return config;
  }

  /**
   * Puts a task into a queue; completes once Redis has it.
   *
   * <p>Errors with {@link io.sluice.task.InvalidTaskException}, {@link PayloadTooLargeException},
   * {@link io.sluice.task.DuplicateTaskException}, {@link io.sluice.task.QueueFullException},
   * {@link io.sluice.task.RedisOutOfMemoryException}, {@link io.sluice.task.OverloadedException};
   * nothing was enqueued then. After {@link io.sluice.task.RedisUnavailableException} it may have
   * been or not; with an id of the caller's own it can be enqueued again without harm. The {@link
   * TraceContext} of the subscriber travels with the task.
   */
  public <T, R> Mono<TaskHandle<R>> enqueue(String queue, NewTask<T, R> task) {
    return enqueue.one(queue, task);
  }

  /**
   * The same for one who waits for the end right after, by {@link #result} or {@link Tasks#await}:
   * how the task ends can be found for 10 s, however early that is and though nothing of it is
   * kept. One call of Redis more than {@link #enqueue}.
   */
  public <T, R> Mono<TaskHandle<R>> enqueueAwaited(String queue, NewTask<T, R> task) {
    return enqueue.awaited(queue, task);
  }

  /**
   * The same for a task of a stream, whose source can be made to wait: while Redis does not answer,
   * it is waited for as long as {@link SluiceConfig#streamTimeout} says; the task is there once.
   */
  public <T, R> Mono<TaskHandle<R>> enqueuePatiently(String queue, NewTask<T, R> task) {
    return enqueue.patiently(queue, task);
  }

  /**
   * Puts tasks into a queue as they come, at most {@value #ENQUEUE_ALL_WINDOW} at once: so many are
   * requested from the source, and one more as each is answered. Answers are in order; a task that
   * is refused is an answer and does not end the flux.
   */
  public <C> Flux<EnqueueResult<C>> enqueueAll(
      String queue, Publisher<? extends Correlated<C>> tasks) {
    return enqueue.all(queue, tasks);
  }

  /**
   * The result of a task once it has succeeded; empty when it gave none. Errors with {@link
   * TaskFailedException} when it ended otherwise, with {@link io.sluice.task.UnknownTaskException}
   * when it is past its retention. Who waits when the task ends is told how, also where its
   * retention is zero; of a task that is not kept and may be fast, {@link #enqueueAwaited} sees to
   * it that nobody comes too late.
   */
  public <R> Mono<R> result(TaskHandle<R> task) {
    return results.of(task);
  }

  /**
   * Spreads a computation over the workers of a queue: enqueues the parts as they come, and gives
   * their results as they end. At most {@link ScatterOptions#window} parts are enqueued and not yet
   * taken, so that an endless source beside a slow subscriber holds a bounded number anywhere.
   *
   * <p>Cancelling, an error of the source, and by default the first part that fails cancel all
   * parts that have not ended. Redis drops a result once it is taken, and after an hour at the
   * soonest if it is not. A Redis that is away is waited for as {@link #enqueuePatiently} does.
   */
  public <C, R> Flux<Scattered<C, R>> scatter(
      String queue, Publisher<? extends Part<C, R>> parts, ScatterOptions options) {
    return scatter.of(queue, parts, options);
  }

  /** Builds a worker of this queue. */
  public WorkerBuilder worker(String queue) {
    return worker(QueueShares.strict(queue));
  }

  /** Says what a worker of these queues runs; they share its slots as is said. */
  public WorkerBuilder worker(QueueShares queues) {
    return new WorkerBuilder((handlers, held) -> workers.start(queues, handlers, held));
  }

  /**
   * Claims tasks of one type as they are requested; each is settled by hand. Cancelling stops the
   * claiming and gives back what was not delivered. Tasks of other types are left alone.
   */
  public <T, R> Flux<Delivery<T, R>> receive(String queue, TaskType<T, R> type) {
    return Flux.defer(() -> workers.receive(QueueName.of(queue), type));
  }

  /** What workers that are no part of this process do with a queue: claim, settle, extend. */
  public RemoteQueue remote(String queue) {
    return remotes.of(QueueName.of(queue));
  }

  /** What happens to tasks of a queue, from subscription on. Hints: see {@link TaskEvent}. */
  public Flux<TaskEvent> events(String queue) {
    return Flux.defer(() -> partitions.events(answering, QueueName.of(queue)));
  }

  /**
   * Follows whole queues, many at once: what happens to any task in them, in parts of what came
   * meanwhile. Begins with {@link News.Begun} once it listens to the queues of the first list. A
   * bounded number of events waits for a subscriber that is slow; what it misses then, or while
   * Redis is away, is told as a {@link News.Gap}. Errors when the source does.
   *
   * @param queues all that are to be followed, and again whenever there are more
   * @param wanted which events are told, for not to have others wait; must not block
   */
  public Flux<List<News>> follow(Flux<List<QueueName>> queues, Predicate<TaskEvent> wanted) {
    return Following.of(store, queues.map(partitions::ofAll), wanted, answers);
  }

  public Tasks tasks() {
    return new Tasks(answering, clients, partitions);
  }

  /** What handlers emit whose values are kept. */
  public Streams streams() {
    return new Streams(clients, partitions, payloads);
  }

  /** Opens batches, and looks at them. */
  public Batches batches() {
    return new Batches(answering, clients, payloads, ids);
  }

  public Schedules schedules() {
    return new Schedules(answering, payloads);
  }

  public Queues queues() {
    return new Queues(answering, ids, maintenance, clients, partitions);
  }

  /** How the Redis of this engine is set up, and whether it may do there what it needs. */
  public Mono<ServerFacts> serverFacts() {
    return answering.serverFacts();
  }

  /** Whether Redis answers and every loop does its passes. Never errors. */
  public Mono<Health> health() {
    return vitals.health();
  }

  /** Stops what runs, each worker within the grace, and closes every connection. */
  public Mono<Void> stop(Duration grace) {
    return workers
        .stop(grace)
        .doOnTerminate(maintenance::stop)
        .doOnTerminate(maintenance::stop)
        .doOnTerminate(clients::stop)
        .doOnTerminate(partitions::stop)
        .then(Mono.defer(store::disconnect))
        .then(Mono.defer(hearing::heard))
        .doOnTerminate(hearing.crew()::close);
  }

  /** Stops with the default grace, and blocks until that is done. */
  @Override
  public void close() {
    Duration grace = SluiceConfig.DEFAULT_SHUTDOWN_GRACE;
    stop(grace).block(grace.plus(CLOSE_SLACK));
  }

  Vitals vitals() {
    return vitals;
  }
}
