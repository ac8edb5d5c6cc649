package io.sluice;

import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.client.Following;
import io.sluice.client.QueueClient;
import io.sluice.client.QueueClients;
import io.sluice.codec.JsonPayloadCodec;
import io.sluice.config.QueueShares;
import io.sluice.config.SluiceConfig;
import io.sluice.crew.Gang;
import io.sluice.event.EngineListener;
import io.sluice.event.EngineLog;
import io.sluice.event.News;
import io.sluice.event.TaskEvent;
import io.sluice.id.Host;
import io.sluice.id.Ids;
import io.sluice.loop.LoopAge;
import io.sluice.loop.Timers;
import io.sluice.maintenance.Maintenance;
import io.sluice.memory.MemoryServer;
import io.sluice.memory.VirtualClock;
import io.sluice.metrics.EngineMeters;
import io.sluice.redis.RedisTaskStore;
import io.sluice.remote.RemoteQueue;
import io.sluice.remote.RemoteQueues;
import io.sluice.store.EnqueueItem;
import io.sluice.store.Refusal;
import io.sluice.store.StoredTask;
import io.sluice.store.TaskStore;
import io.sluice.store.WatchedStore;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.PayloadTooLargeException;
import io.sluice.task.QueueName;
import io.sluice.task.SluiceException;
import io.sluice.task.TaskFailedException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.Correlated;
import io.sluice.task.enqueue.EnqueueInterceptor;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.PayloadCodec;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.enqueue.TraceContext;
import io.sluice.task.view.ServerFacts;
import io.sluice.task.view.TaskView;
import io.sluice.worker.Claims;
import io.sluice.worker.Handlers;
import io.sluice.worker.HeldBytes;
import io.sluice.worker.TaskWorker;
import io.sluice.worker.WorkerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.ContextView;

/**
 * The engine: one connection to Redis, shared by everything that this process enqueues, asks and
 * runs. Thread-safe; one for a whole process is enough.
 *
 * <p>Every method is cold: nothing happens before subscription. Only {@code connect}, the builders
 * and {@link #close} act at once. Any of them may error with {@link
 * io.sluice.task.RedisUnavailableException}.
 */
public final class Sluice implements AutoCloseable {
  /** Items of one {@code enqueueAll} that are under way at once: four full calls. */
  static final int ENQUEUE_ALL_WINDOW = 4 * TaskStore.MAX_BATCH;

  private static final SluiceConfig IN_MEMORY =
      SluiceConfig.of("memory:").withMaintainAllQueues(true);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration PING_TIMEOUT = Duration.ofMillis(500);

  /** On top of the grace of a stop, for the last outcomes and the connections. */
  private static final Duration CLOSE_SLACK = Duration.ofSeconds(15);

  private final SluiceConfig config;
  private final PayloadCodec codec;
  private final Hearing hearing;
  private final EngineListener listener;
  private final Ids ids;
  private final HeldBytes bytes;
  private final String host = Host.name();
  private final EnqueueChain chain;
  private final WatchedStore store;

  /** For what callers ask: they are answered where they may do anything with it. */
  private final WatchedStore answering;

  private final Gang answers;

  private final QueueClients clients;
  private final RemoteQueues remotes;
  private final Maintenance maintenance;
  private final Set<TaskWorker> workers = ConcurrentHashMap.newKeySet();
  private final Set<Claims> receivers = ConcurrentHashMap.newKeySet();
  private volatile boolean stopped;

  /** An engine on this store. */
  Sluice(
      SluiceConfig config,
      PayloadCodec codec,
      Hearing hearing,
      Ids ids,
      TaskStore store,
      EnqueueChain chain) {
    this.config = config;
    this.codec = codec;
    this.hearing = hearing;
    this.listener = hearing.listener();
    this.ids = ids;
    this.bytes = new HeldBytes(config.bytes(), config.maxPayloadBytes());
    this.chain = chain;
    this.store = new WatchedStore(store);
    this.answers = hearing.crew().gang("answers");
    this.answering = this.store.answeringOn(Schedulers.fromExecutor(answers));
    this.clients = new QueueClients(this.store, config, ids, this.listener, answers);
    this.maintenance = new Maintenance(this.store, config, this.listener);
    this.remotes = new RemoteQueues(this.store, config, ids, this.listener, maintenance::careFor);
    if (config.maintainAllQueues()) {
      maintenance.careForAll();
    }
  }

  /**
   * Connects with the default settings. Blocks until Redis has answered, for at most 10 s.
   *
   * @param redisUri as in {@link SluiceConfig#redisUri}
   * @throws io.sluice.task.RedisUnavailableException when it does not; says why, and what to change
   * @throws IllegalArgumentException when the URI is none
   */
  public static Sluice connect(String redisUri) {
    return builder(SluiceConfig.of(redisUri)).connect();
  }

  /** An engine of its own, without Redis: for tests. What it holds is gone with it. */
  public static Sluice inMemory() {
    return builder(IN_MEMORY).connect(MemoryServer.create());
  }

  /** An engine of its own, without Redis, whose tasks go by this clock: for tests. */
  public static Sluice inMemory(VirtualClock clock) {
    return builder(IN_MEMORY).connect(MemoryServer.create(clock));
  }

  public static Builder builder(SluiceConfig config) {
    return new Builder(config);
  }

  /** What an engine is made of. Not thread-safe. */
  public static final class Builder {
    private final SluiceConfig config;
    private PayloadCodec codec = new JsonPayloadCodec();
    private EngineListener listener = new EngineLog();
    private final List<EnqueueInterceptor> interceptors = new ArrayList<>();
    private @Nullable MeterRegistry meters;

    Builder(SluiceConfig config) {
      this.config = config;
    }

    /** In place of JSON. */
    public Builder codec(PayloadCodec value) {
      codec = value;
      return this;
    }

    /** In place of {@link EngineLog}. */
    public Builder listener(EngineListener value) {
      listener = value;
      return this;
    }

    /**
     * Measures in this registry of Micrometer, which has to be on the class path for it: all of
     * {@link io.sluice.metrics.MeterName}, and Lettuce's own {@code lettuce.command.*}. One engine
     * a registry, else their gauges hide each other. Costs a look at the clock and two updates of
     * timers a task.
     */
    public Builder meters(MeterRegistry value) {
      meters = value;
      return this;
    }

    /** Around each enqueue; the first one that is added is the outermost. */
    public Builder intercept(EnqueueInterceptor value) {
      interceptors.add(value);
      return this;
    }

    /**
     * Connects. Blocks until Redis has answered, for at most 10 s.
     *
     * @throws io.sluice.task.RedisUnavailableException when it does not
     */
    public Sluice connect() {
      MeterRegistry registry = meters;
      return registry == null ? connectPlain() : connectMeasured(registry);
    }

    /** On what engines of this process share in place of a Redis: for tests. Acts at once. */
    public Sluice connect(MemoryServer server) {
      MeterRegistry registry = meters;
      Mono<TaskStore> store = Mono.fromSupplier(() -> server.store(config));
      return registry == null
          ? engine(Hearing.of(listener), store)
          : measured(registry, steady -> store);
    }

    private Sluice connectPlain() {
      Hearing hearing = Hearing.of(listener);
      return engine(hearing, RedisTaskStore.connect(config, hearing.listener()));
    }

    private Sluice connectMeasured(MeterRegistry registry) {
      return measured(registry, steady -> RedisTaskStore.connectMeasured(config, steady, registry));
    }

    private Sluice measured(
        MeterRegistry registry, Function<EngineListener, Mono<TaskStore>> connecting) {
      EngineMeters measuring = new EngineMeters(registry);
      Hearing hearing = Hearing.of(listener).and(measuring);
      Sluice sluice = engine(hearing, connecting.apply(hearing.listener()));
      measuring.watchLoops(sluice::lateLoops, sluice::oldestPassSeconds);
      return sluice;
    }

    private Sluice engine(Hearing hearing, Mono<TaskStore> connecting) {
      TaskStore store =
          connecting
              .doOnError(refused -> hearing.crew().close())
              .doOnCancel(hearing.crew()::close)
              .block(CONNECT_TIMEOUT);
      if (store == null) {
        throw new IllegalStateException("connecting gave no store");
      }
      return new Sluice(config, codec, hearing, new Ids(), store, new EnqueueChain(interceptors));
    }
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
    return Mono.defer(() -> enqueue(QueueName.of(queue), task, QueueClient::enqueue));
  }

  /**
   * The same for one who waits for the end right after, by {@link #result} or {@link Tasks#await}:
   * how the task ends can be found for 10 s, however early that is and though nothing of it is
   * kept. One call of Redis more than {@link #enqueue}.
   */
  public <T, R> Mono<TaskHandle<R>> enqueueAwaited(String queue, NewTask<T, R> task) {
    return Mono.defer(() -> enqueue(QueueName.of(queue), task, QueueClient::enqueueAwaited));
  }

  /**
   * The same for a task of a stream, whose source can be made to wait: while Redis does not answer,
   * it is waited for as long as {@link SluiceConfig#streamTimeout} says. The call is sent again
   * meanwhile under its own number, so that the task is there once.
   */
  public <T, R> Mono<TaskHandle<R>> enqueuePatiently(String queue, NewTask<T, R> task) {
    return Mono.defer(() -> enqueue(QueueName.of(queue), task, QueueClient::enqueuePatiently));
  }

  /**
   * Puts tasks into a queue as they come, at most {@value #ENQUEUE_ALL_WINDOW} at once: so many are
   * requested from the source, and one more as each is answered. Answers are in order; a task that
   * is refused is an answer and does not end the flux.
   */
  public <C> Flux<EnqueueResult<C>> enqueueAll(
      String queue, Publisher<? extends Correlated<C>> tasks) {
    return Flux.defer(
        () -> {
          QueueName name = QueueName.of(queue);
          return Flux.from(tasks)
              .flatMapSequential(item -> enqueueOne(name, item), ENQUEUE_ALL_WINDOW, 1);
        });
  }

  /**
   * The result of a task once it has succeeded; empty when it gave none. Errors with {@link
   * TaskFailedException} when it ended otherwise, with {@link io.sluice.task.UnknownTaskException}
   * when it is past its retention. Who waits when the task ends is told how, also where its
   * retention is zero; of a task that is not kept and may be fast, {@link #enqueueAwaited} sees to
   * it that nobody comes too late.
   */
  public <R> Mono<R> result(TaskHandle<R> task) {
    return clients
        .of(task.queue())
        .await(task.id())
        .flatMap(ended -> Mono.justOrEmpty(resultOf(task.type(), ended)));
  }

  /** Says what a worker of this queue runs. */
  public WorkerBuilder worker(String queue) {
    return worker(QueueShares.strict(queue));
  }

  /** Says what a worker of these queues runs; they share its slots as is said. */
  public WorkerBuilder worker(QueueShares queues) {
    return new WorkerBuilder((handlers, slots) -> start(queues, handlers, slots));
  }

  /**
   * Claims tasks of one type as they are requested; each is settled by hand. Cancelling stops the
   * claiming and gives back what was not delivered; what was delivered stays with its receiver.
   * Tasks of other types are left alone.
   */
  public <T, R> Flux<Delivery<T, R>> receive(String queue, TaskType<T, R> type) {
    return Flux.defer(
        () -> {
          requireRunning("a receiver of " + queue);
          WorkerSettings settings = settings(QueueName.of(queue));
          Claims claims = new Claims(settings, type.name());
          receivers.add(claims);
          maintenance.careFor(settings.queue());
          return new Receiver<>(settings, claims, type, () -> receivers.remove(claims))
              .deliveries();
        });
  }

  /** What workers that are no part of this process do with a queue: claim, settle, extend. */
  public RemoteQueue remote(String queue) {
    return remotes.of(QueueName.of(queue));
  }

  /** What happens to tasks of a queue, from subscription on. Hints: see {@link TaskEvent}. */
  public Flux<TaskEvent> events(String queue) {
    return Flux.defer(() -> answering.events(QueueName.of(queue)).flatMapMany(events -> events));
  }

  /**
   * Follows whole queues, many at once: what happens to any task in them, in parts of what came
   * meanwhile. Begins with {@link News.Begun} once it listens to the queues of the first list. A
   * bounded number of events waits for a subscriber that is slow; what it misses then, or while
   * Redis is away, is told as a {@link News.Gap}. Never ends by itself; errors when the source
   * does.
   *
   * @param queues all that are to be followed, and again whenever there are more
   * @param wanted which events are told, for not to have others wait; must not block
   */
  public Flux<List<News>> follow(Flux<List<QueueName>> queues, Predicate<TaskEvent> wanted) {
    return Following.of(store, queues, wanted, answers);
  }

  public Tasks tasks() {
    return new Tasks(answering, clients);
  }

  public Schedules schedules() {
    return new Schedules(answering, codec, config);
  }

  public Queues queues() {
    return new Queues(answering, ids, maintenance, clients);
  }

  /** How the Redis of this engine is set up, and whether it may do there what it needs. */
  public Mono<ServerFacts> serverFacts() {
    return answering.serverFacts();
  }

  /** Whether Redis answers and every loop does its passes. Never errors. */
  public Mono<Health> health() {
    return answering
        .ping()
        .timeout(PING_TIMEOUT, Timers.scheduler())
        .thenReturn(Health.OK)
        .onErrorResume(error -> Mono.just("unavailable: " + error.getMessage()))
        .map(redis -> new Health(redis, loops()));
  }

  /** Stops what runs, each worker within the grace, and closes every connection. */
  public Mono<Void> stop(Duration grace) {
    return Mono.defer(
        () -> {
          stopped = true;
          List<Mono<Void>> stops = new ArrayList<>();
          workers.forEach(worker -> stops.add(worker.stop(grace)));
          receivers.forEach(receiver -> stops.add(receiver.stop(grace)));
          return Mono.whenDelayError(stops)
              .onErrorComplete()
              .doOnTerminate(maintenance::stop)
              .doOnTerminate(clients::stop)
              .then(Mono.defer(store::disconnect))
              .then(Mono.defer(hearing.line()::heard))
              .doOnTerminate(hearing.crew()::close);
        });
  }

  /** Stops with the default grace, and blocks until that is done. */
  @Override
  public void close() {
    Duration grace = SluiceConfig.DEFAULT_SHUTDOWN_GRACE;
    stop(grace).block(grace.plus(CLOSE_SLACK));
  }

  /** How a client of a queue takes an item in. */
  @FunctionalInterface
  private interface Taking {
    Mono<Optional<Refusal>> take(QueueClient client, EnqueueItem item);
  }

  private EnqueueItem item(NewTask<?, ?> task) {
    byte[] payload = codec.encode(task.payload(), task.type().payload());
    if (payload.length > config.maxPayloadBytes()) {
      throw new PayloadTooLargeException(payload.length, config.maxPayloadBytes());
    }
    Instant now = store.now();
    requireTimeToBegin(task, now);
    TaskId given = task.id();
    StoredTask stored =
        new StoredTask(
            given == null ? ids.task(now) : given,
            task.type().name(),
            now,
            task.options(),
            payload);
    return new EnqueueItem(
        stored, given == null, task.delay(), task.runAt(), task.unique(), task.requestKey());
  }

  /** One that expires before it is due could never begin. */
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

  private <T, R> Mono<TaskHandle<R>> enqueue(QueueName queue, NewTask<T, R> task, Taking taking) {
    return chain.around(
        queue,
        task,
        last -> Mono.deferContextual(context -> enqueueTraced(queue, last, taking, context)));
  }

  private <T, R> Mono<TaskHandle<R>> enqueueTraced(
      QueueName queue, NewTask<T, R> task, Taking taking, ContextView context) {
    TraceContext trace = TraceContext.in(context);
    QueueClient client = clients.of(queue);
    EnqueueItem item =
        item(trace.isEmpty() ? task : task.headers(trace.addedTo(task.options().headers())));
    return taking
        .take(client, item)
        .map(
            refusal ->
                refusal.isEmpty()
                    ? handle(queue, task, item)
                    : earlier(queue, task, item, refusal.get()));
  }

  private static <R> TaskHandle<R> handle(QueueName queue, NewTask<?, R> task, EnqueueItem item) {
    Instant created = item.task().createdAt();
    return new TaskHandle<>(
        queue, item.task().id(), task.type(), created, dueAt(item, created), TaskHandle.Earlier.NO);
  }

  /** The same request was created with the same wait. */
  private static <R> TaskHandle<R> earlier(
      QueueName queue, NewTask<?, R> task, EnqueueItem item, Refusal refusal) {
    Instant known = refusal.createdAt();
    Instant created = known == null ? item.task().createdAt() : known;
    return new TaskHandle<>(
        queue,
        refusal.existing(),
        task.type(),
        created,
        known == null ? null : dueAt(item, created),
        known == null ? TaskHandle.Earlier.KEPT : TaskHandle.Earlier.AGAIN);
  }

  private static @Nullable Instant dueAt(EnqueueItem item, Instant created) {
    if (item.immediate()) {
      return null;
    }
    Instant due = item.runAt() != null ? item.runAt() : created.plus(item.delay());
    return due.isAfter(created) ? due : null;
  }

  private <C> Mono<EnqueueResult<C>> enqueueOne(QueueName queue, Correlated<C> item) {
    return Mono.defer(() -> enqueue(queue, item.task(), QueueClient::enqueue))
        .<EnqueueResult<C>>map(handle -> new EnqueueResult.Accepted<>(item.correlation(), handle))
        .onErrorResume(
            SluiceException.class,
            error -> Mono.just(new EnqueueResult.Rejected<>(item.correlation(), error)));
  }

  private <R> @Nullable R resultOf(TaskType<?, R> type, TaskView ended) {
    if (ended.state() != TaskState.SUCCEEDED) {
      throw new TaskFailedException(ended.id(), ended.state(), ended.failure());
    }
    byte[] result = ended.result();
    return result == null ? null : codec.decode(result, type.result());
  }

  private void requireRunning(String what) {
    if (stopped) {
      throw new IllegalStateException(
          what + " cannot be started: this engine was stopped; connect another one");
    }
  }

  private Worker start(QueueShares queues, Handlers handlers, int slots) {
    requireRunning("a worker of " + queues.queues());
    WorkerSettings settings = settings(queues.queues().get(0));
    TaskWorker worker = new TaskWorker(settings, queues, handlers, slots);
    workers.add(worker);
    queues.queues().forEach(maintenance::careFor);
    worker.start();
    return new StartedWorker(queues, worker, () -> workers.remove(worker));
  }

  private WorkerSettings settings(QueueName queue) {
    return new WorkerSettings(
        queue, store, config, codec, ids, listener, bytes, host, hearing.crew());
  }

  private Number lateLoops() {
    return loops().stream().filter(Health.Loop::late).count();
  }

  private Number oldestPassSeconds() {
    return loops().stream().mapToDouble(loop -> loop.age().toMillis() / 1000.0).max().orElse(0);
  }

  private List<Health.Loop> loops() {
    List<LoopAge> ages = new ArrayList<>(maintenance.loopAges());
    ages.add(store.loopAge());
    ages.add(clients.loopAge());
    workers.forEach(worker -> ages.addAll(worker.loopAges()));
    receivers.forEach(receiver -> ages.addAll(receiver.loopAges()));
    return ages.stream().map(age -> new Health.Loop(age.name(), age.age(), age.late())).toList();
  }
}
