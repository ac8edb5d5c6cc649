package io.sluice.protocol;

import io.sluice.config.CrashLimit;
import io.sluice.config.Retention;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineListener;
import io.sluice.event.TaskEvent;
import io.sluice.protocol.record.Attempts;
import io.sluice.protocol.record.Presence;
import io.sluice.schedule.Timing;
import io.sluice.script.Args;
import io.sluice.script.Call;
import io.sluice.script.Key;
import io.sluice.script.Landing;
import io.sluice.script.Reply;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.Slot;
import io.sluice.script.Slots;
import io.sluice.store.AdminStore;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.ExtendReply;
import io.sluice.store.HeldPage;
import io.sluice.store.Mended;
import io.sluice.store.Note;
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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The verbs of a task: each is one script call. */
public final class TaskVerbs implements TaskStore {
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
  private final ScriptServer server;
  private final Slots slots;
  private final Args reapArgs;
  private final Mending mending;
  private final Room room;
  private final ClaimBytes claimBytes;
  private final ScheduleStore schedules;

  /**
   * @param server runs the scripts of these verbs
   * @param listener hears of tasks that were dropped for want of memory
   */
  public TaskVerbs(ScriptServer server, SluiceConfig config, EngineListener listener) {
    Timing.load();
    this.server = server;
    this.config = config;
    this.slots = new Slots(config.namespace());
    this.reapArgs = reapArgs(config);
    this.mending = new Mending(server, slots);
    this.room = new Room(this, listener);
    this.claimBytes = new ClaimBytes(config.bytes().answer(), System::nanoTime);
    this.schedules = new ScheduleVerbs(server, slots, room);
  }

  @Override
  public Instant now() {
    return server.now(slots.names());
  }

  @Override
  public Mono<Void> register(QueueName queue) {
    return room.madeFor(queue, names(Script.REGISTER, queue)).then();
  }

  @Override
  public Mono<Void> unregister(QueueName queue) {
    return names(Script.UNREGISTER, queue).then();
  }

  private Mono<Reply> names(Script script, QueueName queue) {
    return server.run(script, slots.names(), Args.of(queue));
  }

  @Override
  public Mono<List<EnqueueReply>> enqueue(QueueName queue, Call call, List<EnqueueItem> items) {
    return Mono.defer(
        () -> {
          Enqueuing enqueuing = new Enqueuing(items);
          Args args = enqueuing.args(call.seq(), config.maxBacklog());
          return room.madeFor(queue, server.run(Script.ENQUEUE, slots.of(queue), call, args))
              .map(reply -> enqueuing.read(inTurn(reply, call)));
        });
  }

  @Override
  public Mono<List<EnqueueReply>> enqueueOnce(QueueName queue, Call call, List<EnqueueItem> items) {
    return Mono.defer(
        () -> {
          int cap = config.retention().maxCount();
          Args args = EnqueuingOnce.args(call.seq(), config.maxBacklog(), cap, items);
          return room.madeFor(queue, server.run(Script.ENQUEUE_ONCE, slots.of(queue), call, args))
              .map(reply -> EnqueuingOnce.read(inTurn(reply, call), items));
        });
  }

  @Override
  public Mono<Boolean> open(QueueName queue, String session, Duration life) {
    return server
        .run(Script.OPEN, slots.of(queue), Args.of(session, life.toMillis()))
        .map(reply -> reply.text(0).equals("ok"));
  }

  @Override
  public Mono<ExtendReply> extend(QueueName queue, String session, Duration life, String cursor) {
    return server
        .run(Script.EXTEND, slots.of(queue), Args.of(session, life.toMillis(), cursor, SCAN_COUNT))
        .map(
            reply ->
                reply.text(0).equals("ok")
                    ? new ExtendReply.Alive(reply.text(1), reply.ids(2))
                    : new ExtendReply.Gone());
  }

  @Override
  public Mono<Void> present(QueueName queue, String session, WorkerNote note) {
    return server
        .run(Script.PRESENT, slots.of(queue), Args.of(session, Presence.text(note)))
        .then();
  }

  @Override
  public Mono<Void> close(QueueName queue, String session) {
    return server.run(Script.CLOSE, slots.of(queue), Args.of(session)).then();
  }

  @Override
  public Mono<ClaimReply> claim(QueueName queue, String session, long seq, ClaimTerms terms) {
    return Mono.defer(
        () -> {
          Call call = new Call(session, CLAIM_LANE, seq);
          int taken = claimBytes.take(call, terms.max() + terms.adopted().size());
          int bytes = Math.min(terms.bytes(), taken);
          return claim(slots.of(queue), call, Claiming.args(call, terms, bytes), bytes)
              .doOnNext(reply -> claimBytes.answered(call, taken, reply))
              .doOnError(error -> claimBytes.unanswered(call, taken))
              .doOnCancel(() -> claimBytes.unanswered(call, taken));
        });
  }

  /** What it gave before, under the same number, may have been too large to come through. */
  private Mono<ClaimReply> claim(Slot slot, Call call, Args args, int bytes) {
    Mono<Reply> claim = server.run(Script.CLAIM, slot, call, args);
    return claim
        .flatMap(
            reply ->
                Claiming.isLarge(reply) ? shrink(slot, call, bytes).then(claim) : Mono.just(reply))
        .map(Claiming::read);
  }

  private Mono<Reply> shrink(Slot slot, Call call, int bytes) {
    int cap = config.retention().maxCount();
    return server.run(Script.SHRINK, slot, call, Args.of(call.client(), call.seq(), bytes, cap));
  }

  @Override
  public Mono<List<Boolean>> settle(QueueName queue, Call call, List<Settlement> settlements) {
    return Mono.defer(
        () -> {
          Settling settling = new Settling(settlements, config.failureTraces());
          Args args = settling.args(call.seq(), config.retention().maxCount());
          return server
              .run(Script.SETTLE, slots.of(queue), call, args)
              .map(reply -> settling.verdicts(inTurn(reply, call)));
        });
  }

  @Override
  public Mono<Void> note(QueueName queue, List<Note> notes) {
    return Mono.defer(() -> server.run(Script.NOTE, slots.of(queue), Noting.args(notes))).then();
  }

  @Override
  public Mono<Promoted> promote(QueueName queue) {
    return server
        .run(Script.PROMOTE, slots.of(queue), Args.of(MAX_BATCH))
        .map(
            reply ->
                new Promoted(
                    (int) reply.number(0),
                    reply.number(1) < 0 ? null : Duration.ofMillis(reply.number(1)),
                    reply.number(2) == 1));
  }

  @Override
  public Mono<Integer> expire(QueueName queue) {
    return server
        .run(Script.EXPIRE, slots.of(queue), Args.of(MAX_BATCH))
        .map(reply -> (int) reply.number(0));
  }

  @Override
  public Mono<Reaped> reap(QueueName queue) {
    return server
        .run(Script.REAP, slots.of(queue), reapArgs)
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
    return server
        .run(
            Script.SWEEP,
            slots.of(queue),
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
    return server
        .run(Script.PULL, slots.of(queue), Args.of(SCAN_COUNT))
        .map(
            reply ->
                new Pulled(
                    reply.number(0) == 1,
                    (int) reply.number(1),
                    Duration.ofMillis(reply.number(2))));
  }

  @Override
  public Mono<Integer> shed(QueueName queue) {
    return server
        .run(Script.SHED, slots.of(queue), Args.of(MAX_SHED, MAX_SHED_BYTES))
        .map(reply -> (int) reply.number(0));
  }

  @Override
  public Mono<CancelReply> cancel(QueueName queue, TaskId id) {
    return server
        .run(Script.CANCEL, slots.of(queue), Args.of(id, config.retention().maxCount()))
        .map(reply -> CancelReply.valueOf(reply.text(0).toUpperCase(Locale.ROOT)));
  }

  @Override
  public Mono<List<Optional<TaskView>>> find(QueueName queue, List<TaskId> ids) {
    return Mono.defer(
        () -> {
          Args args = new Args(1 + ids.size()).add(config.bytes().answer());
          ids.forEach(id -> args.add(id.value()));
          return server
              .run(Script.FIND, slots.of(queue), args)
              .map(reply -> Views.parse(queue, ids, reply));
        });
  }

  @Override
  public Mono<List<Optional<TaskView>>> await(QueueName queue, List<TaskId> ids) {
    return Mono.defer(
        () -> {
          Args args = new Args(2 + ids.size()).add(AWAITED.toMillis()).add(config.bytes().answer());
          ids.forEach(id -> args.add(id.value()));
          return server
              .run(Script.AWAIT, slots.of(queue), args)
              .map(reply -> Views.parse(queue, ids, reply));
        });
  }

  @Override
  public Mono<HeldPage> held(QueueName queue, String session, String cursor) {
    return server
        .run(Script.HELD, slots.of(queue), Args.of(session, cursor, SCAN_COUNT))
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
    return server
        .run(Script.STATS, slots.of(queue), Args.of())
        .map(reply -> Counts.view(queue, reply));
  }

  @Override
  public Mono<Ledger> audit(QueueName queue) {
    return server
        .run(Script.AUDIT, slots.of(queue), Args.of())
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
    return server
        .run(Script.QUEUES, slots.names(), Args.of(after == null ? "" : after.value(), limit))
        .map(
            reply ->
                IntStream.range(0, reply.size())
                    .mapToObj(i -> QueueName.of(reply.text(i)))
                    .toList());
  }

  @Override
  public Mono<Boolean> known(QueueName queue) {
    return names(Script.KNOWN, queue).map(reply -> reply.number(0) == 1);
  }

  @Override
  public AdminStore admin() {
    return new AdminVerbs(server, slots, config.bytes().answer());
  }

  @Override
  public Landing landing(QueueName queue) {
    return server.landing(slots.of(queue));
  }

  @Override
  public Mono<Flux<TaskEvent>> events(QueueName queue) {
    return Heard.from(server.hints(channel(queue, Key.EVENTS)))
        .map(messages -> messages.flatMapIterable(message -> Events.parse(queue, message)));
  }

  @Override
  public Flux<List<TaskEvent>> eventBatches(QueueName queue) {
    return server
        .hints(channel(queue, Key.EVENTS))
        .handle(
            (message, sink) -> {
              List<TaskEvent> events = Events.parse(queue, message);
              if (message.equals(ScriptServer.IN_FORCE) || !events.isEmpty()) {
                sink.next(events);
              }
            });
  }

  @Override
  public Mono<Flux<TaskId>> cancelHints(QueueName queue) {
    return Heard.from(server.hints(channel(queue, Key.CANCELS)))
        .map(messages -> messages.map(TaskId::stored));
  }

  @Override
  public Flux<Duration> dueHints(QueueName queue) {
    return server.hints(channel(queue, Key.RETRYING)).map(TaskVerbs::untilDue);
  }

  @Override
  public ScheduleStore schedules() {
    return schedules;
  }

  @Override
  public Mono<ServerFacts> serverFacts() {
    return server.facts();
  }

  @Override
  public Mono<Void> ping() {
    return server.ping();
  }

  @Override
  public Mono<Void> disconnect() {
    return server.close();
  }

  /** A hint that cannot be read is one all the same. */
  private static Duration untilDue(String millis) {
    try {
      return Duration.ofMillis(Long.parseLong(millis));
    } catch (NumberFormatException e) {
      return Duration.ZERO;
    }
  }

  private String channel(QueueName queue, Key key) {
    return slots.of(queue).channel(key);
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
