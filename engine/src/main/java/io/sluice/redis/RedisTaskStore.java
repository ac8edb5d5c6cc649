package io.sluice.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.micrometer.core.instrument.MeterRegistry;
import io.sluice.config.CrashLimit;
import io.sluice.config.Retention;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineListener;
import io.sluice.event.TaskEvent;
import io.sluice.guard.Guarded;
import io.sluice.schedule.Timing;
import io.sluice.store.AdminStore;
import io.sluice.store.Call;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.ExtendReply;
import io.sluice.store.HeldPage;
import io.sluice.store.Landing;
import io.sluice.store.Mended;
import io.sluice.store.Note;
import io.sluice.store.OnceReply;
import io.sluice.store.Promoted;
import io.sluice.store.Pulled;
import io.sluice.store.Reaped;
import io.sluice.store.ScheduleStore;
import io.sluice.store.Settlement;
import io.sluice.store.Structure;
import io.sluice.store.SurveyPage;
import io.sluice.store.Swept;
import io.sluice.store.TaskStore;
import io.sluice.store.WorkerNote;
import io.sluice.task.Failure;
import io.sluice.task.QueueName;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskId;
import io.sluice.task.view.CancelReply;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.ServerFacts;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The store on Redis: each verb is one script call. */
public final class RedisTaskStore implements TaskStore {
  /** The lane in which a session claims; there is one, since a claim's number is in its token. */
  private static final String CLAIM_LANE = "c";

  /** Entries of running that one call of reap, or of held, looks at. */
  private static final int SCAN_COUNT = 250;

  /**
   * How long an id may lie in landing before it is taken for left behind. Its claim follows within
   * milliseconds; one that comes later finds it gone, and takes what is ready. Shorter than the
   * rest between two passes of the reaper, so that the second that sees it puts it back.
   */
  private static final Duration LANDING_GRACE = Duration.ofSeconds(1);

  private static final int MAX_SWEPT = 500;

  /** A call that makes room drops so many, so that what comes next is not refused at once again. */
  private static final int MAX_SHED = 1_000;

  /** Or so many bytes: a few batches of enqueues, and some milliseconds. */
  private static final int MAX_SHED_BYTES = 4 * MAX_BATCH_BYTES;

  private final SluiceConfig config;
  private final Connections connections;
  private final StatefulRedisConnection<byte[], byte[]> connection;
  private final Scripts scripts;
  private final Channel channel;
  private final Seats seats;
  private final Wakes wakes;
  private final RedisClock clock;
  private final Disposable clockLoop;
  private final KeyCache keys;
  private final Args reapArgs;
  private final Mending mending;
  private final Room room;
  private final ClaimBytes claimBytes;
  private final ScheduleStore schedules;

  private RedisTaskStore(
      SluiceConfig config,
      Connections connections,
      StatefulRedisConnection<byte[], byte[]> connection,
      RedisClock clock,
      EngineListener listener) {
    this.config = config;
    this.connections = connections;
    this.connection = connection;
    this.clock = clock;
    this.scripts = new Scripts(connection);
    this.channel = new Channel(connections);
    this.seats = new Seats(config.waiting().blockingConnections());
    this.wakes = new Wakes(connection, channel, config.waiting().poll());
    this.keys = new KeyCache(config.namespace());
    this.reapArgs = reapArgs(config);
    this.mending = new Mending(scripts, keys);
    this.room = new Room(this, listener);
    this.claimBytes = new ClaimBytes(config.bytes().answer(), System::nanoTime);
    this.schedules =
        new RedisSchedules(config.namespace(), connection, scripts, keys, channel, clock, room);
    this.clockLoop = clock.keepLooking();
  }

  /** Connects; errors with {@link io.sluice.task.RedisUnavailableException}. */
  public static Mono<TaskStore> connect(SluiceConfig config, EngineListener listener) {
    return connect(config, listener, CommandLatencyRecorder.disabled());
  }

  /** Connects, and measures in this registry how long each kind of command takes. */
  public static Mono<TaskStore> connectMeasured(
      SluiceConfig config, EngineListener listener, MeterRegistry registry) {
    return connect(config, listener, CommandMeters.in(registry));
  }

  private static Mono<TaskStore> connect(
      SluiceConfig config, EngineListener listener, CommandLatencyRecorder latencies) {
    Script[] scripts = Script.values(); // read from their files here, on a thread that may block
    Timing.load();
    return Mono.defer(
        () -> {
          Connections connections =
              new Connections(config.redisUri(), config.redisCa(), listener, latencies);
          return connections
              .openReported()
              .flatMap(connection -> begin(config, connections, connection, listener, scripts))
              .onErrorResume(error -> connections.shutdown().then(Mono.error(error)));
        });
  }

  private static Mono<TaskStore> begin(
      SluiceConfig config,
      Connections connections,
      StatefulRedisConnection<byte[], byte[]> connection,
      EngineListener listener,
      Script... scripts) {
    RedisClock clock = new RedisClock(connection);
    return clock
        .look()
        .then(new Scripts(connection).load(scripts))
        .then(
            Mono.fromSupplier(
                () -> new RedisTaskStore(config, connections, connection, clock, listener)));
  }

  @Override
  public Instant now() {
    return clock.now();
  }

  @Override
  public Mono<Void> register(QueueName queue) {
    return room.madeFor(
        queue,
        Guarded.step(
            () ->
                Connections.commands(connection)
                    .zadd(Keys.queues(config.namespace()), 0, queue.value().getBytes(UTF_8))
                    .onErrorMap(error -> Errors.translate("register", error))
                    .then()));
  }

  @Override
  public Mono<Void> unregister(QueueName queue) {
    return Guarded.step(
        () ->
            Connections.commands(connection)
                .zrem(Keys.queues(config.namespace()), queue.value().getBytes(UTF_8))
                .onErrorMap(error -> Errors.translate("unregister", error))
                .then());
  }

  @Override
  public Mono<EnqueueReply> enqueue(QueueName queue, Call call, List<EnqueueItem> items) {
    return Mono.defer(
        () -> {
          Enqueuing enqueuing = new Enqueuing(items);
          Args args = enqueuing.args(call.seq(), config.maxBacklog());
          return room.madeFor(queue, scripts.run(Script.ENQUEUE, keys.of(queue), call, args))
              .map(reply -> enqueuing.read(inTurn(reply, call)));
        });
  }

  @Override
  public Mono<OnceReply> enqueueOnce(QueueName queue, Call call, List<EnqueueItem> items) {
    return Mono.defer(
        () -> {
          int cap = config.retention().maxCount();
          Args args = EnqueuingOnce.args(call.seq(), config.maxBacklog(), cap, items);
          return room.madeFor(queue, scripts.run(Script.ENQUEUE_ONCE, keys.of(queue), call, args))
              .map(reply -> EnqueuingOnce.read(inTurn(reply, call)));
        });
  }

  @Override
  public Mono<Boolean> open(QueueName queue, String session, Duration life) {
    return scripts
        .run(Script.OPEN, keys.of(queue), Args.of(session, life.toMillis()))
        .map(reply -> reply.text(0).equals("ok"));
  }

  @Override
  public Mono<ExtendReply> extend(QueueName queue, String session, Duration life, String cursor) {
    return scripts
        .run(Script.EXTEND, keys.of(queue), Args.of(session, life.toMillis(), cursor, SCAN_COUNT))
        .map(
            reply ->
                reply.text(0).equals("ok")
                    ? new ExtendReply.Alive(reply.text(1), reply.ids(2))
                    : new ExtendReply.Gone());
  }

  @Override
  public Mono<Void> present(QueueName queue, String session, WorkerNote note) {
    return scripts
        .run(Script.PRESENT, keys.of(queue), Args.of(session, Presence.text(note)))
        .then();
  }

  @Override
  public Mono<Void> close(QueueName queue, String session) {
    return scripts.run(Script.CLOSE, keys.of(queue), Args.of(session)).then();
  }

  @Override
  public Mono<ClaimReply> claim(QueueName queue, String session, long seq, ClaimTerms terms) {
    return Mono.defer(
        () -> {
          Call call = new Call(session, CLAIM_LANE, seq);
          int taken = claimBytes.take(call, terms.max() + terms.adopted().size());
          int bytes = Math.min(terms.bytes(), taken);
          return claim(keys.of(queue), call, Claiming.args(call, terms, bytes), bytes)
              .doOnNext(reply -> claimBytes.answered(call, taken, reply))
              .doOnError(error -> claimBytes.unanswered(call, taken))
              .doOnCancel(() -> claimBytes.unanswered(call, taken));
        });
  }

  /** What it gave before, under the same number, may have been too large to come through. */
  private Mono<ClaimReply> claim(Keys of, Call call, Args args, int bytes) {
    Mono<Reply> claim = scripts.run(Script.CLAIM, of, call, args);
    return claim
        .flatMap(
            reply ->
                Claiming.isLarge(reply) ? shrink(of, call, bytes).then(claim) : Mono.just(reply))
        .map(Claiming::read);
  }

  private Mono<Reply> shrink(Keys of, Call call, int bytes) {
    int cap = config.retention().maxCount();
    return scripts.run(Script.SHRINK, of, call, Args.of(call.client(), call.seq(), bytes, cap));
  }

  @Override
  public Mono<List<Boolean>> settle(QueueName queue, Call call, List<Settlement> settlements) {
    return Mono.defer(
        () -> {
          Settling settling = new Settling(settlements, config.failureTraces());
          Args args = settling.args(call.seq(), config.retention().maxCount());
          return scripts
              .run(Script.SETTLE, keys.of(queue), call, args)
              .map(reply -> settling.verdicts(inTurn(reply, call)));
        });
  }

  @Override
  public Mono<Void> note(QueueName queue, List<Note> notes) {
    return Mono.defer(() -> scripts.run(Script.NOTE, keys.of(queue), Noting.args(notes))).then();
  }

  @Override
  public Mono<Promoted> promote(QueueName queue) {
    return scripts
        .run(Script.PROMOTE, keys.of(queue), Args.of(MAX_BATCH))
        .map(
            reply ->
                new Promoted(
                    (int) reply.number(0),
                    reply.number(1) < 0 ? null : Duration.ofMillis(reply.number(1)),
                    reply.number(2) == 1));
  }

  @Override
  public Mono<Integer> expire(QueueName queue) {
    return scripts
        .run(Script.EXPIRE, keys.of(queue), Args.of(MAX_BATCH))
        .map(reply -> (int) reply.number(0));
  }

  @Override
  public Mono<Reaped> reap(QueueName queue) {
    return scripts
        .run(Script.REAP, keys.of(queue), reapArgs)
        .map(
            reply ->
                new Reaped(
                    reply.number(0) == 1,
                    (int) reply.number(1),
                    (int) reply.number(2),
                    (int) reply.number(3),
                    (int) reply.number(4),
                    (int) reply.number(5)));
  }

  @Override
  public Mono<Swept> sweep(QueueName queue) {
    Retention finished = config.retention();
    Retention dead = config.deadRetention();
    return scripts
        .run(
            Script.SWEEP,
            keys.of(queue),
            Args.of(
                finished.maxCount(),
                finished.maxAge().toMillis(),
                dead.maxCount(),
                dead.maxAge().toMillis(),
                MAX_SWEPT))
        .map(reply -> new Swept((int) reply.number(0), reply.number(1) == 1, reply.number(2) == 1));
  }

  @Override
  public Mono<Pulled> pull(QueueName queue) {
    return scripts
        .run(Script.PULL, keys.of(queue), Args.of(SCAN_COUNT))
        .map(
            reply ->
                new Pulled(
                    reply.number(0) == 1,
                    (int) reply.number(1),
                    Duration.ofMillis(reply.number(2))));
  }

  @Override
  public Mono<Integer> shed(QueueName queue) {
    return scripts
        .run(Script.SHED, keys.of(queue), Args.of(MAX_SHED, MAX_SHED_BYTES))
        .map(reply -> (int) reply.number(0));
  }

  @Override
  public Mono<CancelReply> cancel(QueueName queue, TaskId id) {
    return scripts
        .run(Script.CANCEL, keys.of(queue), Args.of(id, config.retention().maxCount()))
        .map(reply -> CancelReply.valueOf(reply.text(0).toUpperCase(Locale.ROOT)));
  }

  @Override
  public Mono<List<Optional<TaskView>>> find(QueueName queue, List<TaskId> ids) {
    return Mono.defer(
        () -> {
          Args args = new Args(1 + ids.size()).add(config.bytes().answer());
          ids.forEach(id -> args.add(id.value()));
          return scripts
              .run(Script.FIND, keys.of(queue), args)
              .map(reply -> Views.parse(queue, ids, reply));
        });
  }

  @Override
  public Mono<List<Optional<TaskView>>> await(QueueName queue, List<TaskId> ids) {
    return Mono.defer(
        () -> {
          Args args = new Args(2 + ids.size()).add(AWAITED.toMillis()).add(config.bytes().answer());
          ids.forEach(id -> args.add(id.value()));
          return scripts
              .run(Script.AWAIT, keys.of(queue), args)
              .map(reply -> Views.parse(queue, ids, reply));
        });
  }

  @Override
  public Mono<HeldPage> held(QueueName queue, String session, String cursor) {
    return scripts
        .run(Script.HELD, keys.of(queue), Args.of(session, cursor, SCAN_COUNT))
        .map(
            reply -> {
              Map<TaskId, String> tokens = new LinkedHashMap<>();
              for (int i = 1; i < reply.size(); i += 2) {
                tokens.put(TaskId.stored(reply.text(i)), reply.text(i + 1));
              }
              return new HeldPage(reply.text(0), tokens);
            });
  }

  @Override
  public Mono<QueueView> stats(QueueName queue) {
    return scripts
        .run(Script.STATS, keys.of(queue), Args.of())
        .map(reply -> Counts.view(queue, reply));
  }

  @Override
  public Mono<Ledger> audit(QueueName queue) {
    return scripts
        .run(Script.AUDIT, keys.of(queue), Args.of())
        .map(reply -> Counts.ledger(queue, reply));
  }

  @Override
  public Mono<SurveyPage> survey(QueueName queue, Structure structure, String cursor) {
    return mending.survey(queue, structure, cursor);
  }

  @Override
  public Mono<Mended> repair(QueueName queue, List<TaskId> ids) {
    return mending.repair(queue, ids);
  }

  @Override
  public Mono<Void> writeOff(Ledger ledger) {
    return mending.writeOff(ledger);
  }

  @Override
  public Mono<List<QueueName>> queues(@Nullable QueueName after, int limit) {
    return Guarded.step(
        () ->
            Connections.commands(connection)
                .zrangebylex(
                    Keys.queues(config.namespace()),
                    after == null
                        ? Range.unbounded()
                        : Range.from(
                            Range.Boundary.excluding(after.value().getBytes(UTF_8)),
                            Range.Boundary.unbounded()),
                    Limit.from(limit))
                .map(name -> QueueName.of(new String(name, UTF_8)))
                .collectList()
                .onErrorMap(error -> Errors.translate("queues", error)));
  }

  @Override
  public Mono<Boolean> known(QueueName queue) {
    return Guarded.step(
        () ->
            Connections.commands(connection)
                .zscore(Keys.queues(config.namespace()), queue.value().getBytes(UTF_8))
                .hasElement()
                .onErrorMap(error -> Errors.translate("known", error)));
  }

  @Override
  public AdminStore admin() {
    return new RedisAdminStore(scripts, keys, config.bytes().answer());
  }

  @Override
  public Landing landing(QueueName queue) {
    return new RedisLanding(connections, connection, keys.of(queue), seats, wakes);
  }

  @Override
  public Mono<Flux<TaskEvent>> events(QueueName queue) {
    return channel
        .listen(channelName(queue, Key.EVENTS))
        .map(messages -> messages.flatMapIterable(message -> Events.parse(queue, message)));
  }

  @Override
  public Flux<List<TaskEvent>> eventBatches(QueueName queue) {
    return channel
        .hints(channelName(queue, Key.EVENTS))
        .handle(
            (message, sink) -> {
              List<TaskEvent> events = Events.parse(queue, message);
              if (message.equals(Channel.IN_FORCE) || !events.isEmpty()) {
                sink.next(events);
              }
            });
  }

  @Override
  public Mono<Flux<TaskId>> cancelHints(QueueName queue) {
    return channel
        .listen(channelName(queue, Key.CANCELS))
        .map(messages -> messages.map(TaskId::stored));
  }

  @Override
  public Flux<Duration> dueHints(QueueName queue) {
    return channel.hints(channelName(queue, Key.RETRYING)).map(RedisTaskStore::untilDue);
  }

  @Override
  public ScheduleStore schedules() {
    return schedules;
  }

  @Override
  public Mono<ServerFacts> serverFacts() {
    return Mono.defer(() -> new ServerLook(connection, config.namespace()).facts());
  }

  @Override
  public Mono<Void> ping() {
    return Guarded.step(
        () ->
            Connections.commands(connection)
                .ping()
                .onErrorMap(error -> connections.explained("ping", error))
                .then());
  }

  @Override
  public Mono<Void> disconnect() {
    return Mono.fromRunnable(clockLoop::dispose)
        .then(Mono.fromRunnable(wakes::stop))
        .then(Mono.fromRunnable(channel::stop))
        .then(connections.shutdown());
  }

  /** A hint that cannot be read is one all the same. */
  private static Duration untilDue(String millis) {
    try {
      return Duration.ofMillis(Long.parseLong(millis));
    } catch (NumberFormatException e) {
      return Duration.ZERO;
    }
  }

  private String channelName(QueueName queue, Key key) {
    return new String(keys.of(queue).of(key), UTF_8);
  }

  /** A serial lane never sees {@code old}: if it does, somebody else uses its name. */
  private static Reply inTurn(Reply reply, Call call) {
    if (reply.text(0).equals("old")) {
      throw new StoreCorruptedException(
          "call " + call + " is older than the last one of its lane: two clients share it", null);
    }
    return reply;
  }

  private static Args reapArgs(SluiceConfig config) {
    CrashLimit limit = config.crashLimit();
    Failure poison =
        Failure.of(
            "io.sluice.CrashLimit",
            "its worker died " + limit.deliveries() + " times while it ran");
    return Args.of(
            SCAN_COUNT,
            limit.deliveries(),
            LANDING_GRACE.toMillis(),
            config.retention().maxCount(),
            limit.spread().toMillis())
        .add(Attempts.encode(poison));
  }
}
