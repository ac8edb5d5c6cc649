package io.sluice.protocol;

import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.protocol.batch.BatchStore;
import io.sluice.protocol.letter.Letters;
import io.sluice.protocol.letter.Written;
import io.sluice.protocol.partition.Divided;
import io.sluice.protocol.stream.StreamStore;
import io.sluice.schedule.Timing;
import io.sluice.script.Args;
import io.sluice.script.AssuredServer;
import io.sluice.script.Call;
import io.sluice.script.Landing;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimTerms;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.Note;
import io.sluice.store.Settlement;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.view.CancelReply;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.ServerFacts;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * The verbs of tasks: every verb puts its arguments in, runs one script and takes the reply apart.
 * Every method is cold and sends its call once per subscription.
 *
 * <p>Errors: {@link io.sluice.task.RedisUnavailableException} when there is no answer or the store
 * says that it cannot now, so that of a call that changes something the outcome is unknown; {@link
 * io.sluice.task.RedisOutOfMemoryException} when the call was refused for want of memory; {@link
 * io.sluice.task.StoreCorruptedException} when sending again cannot help.
 *
 * <p>The calls that carry a {@link Call}, and {@link #claim}, may be sent again with the same
 * number and arguments: they take effect once and are answered the same.
 */
public final class TaskStore {
  /** At most this many items go into one call, so that one call stays near a millisecond. */
  public static final int MAX_BATCH = 256;

  /** At most this many bytes of payload or result go into one call. */
  public static final int MAX_BATCH_BYTES = 1 << 20;

  /** How long a look of one who waits is kept in mind, and the end that he waits for is left. */
  public static final Duration AWAITED = Duration.ofSeconds(10);

  private final ScriptServer server;
  private final SluiceConfig config;
  private final SlotCache slots;
  private final Room room;
  private final ClaimStore claims;
  private final Upkeep upkeep;
  private final Written written;
  private final EnqueueStore enqueues;
  private final AssuredServer ends;
  private final Ways settling;
  private final Divided divided;

  /**
   * The listener hears of tasks that were dropped, and of outcomes that are less safe than asked.
   */
  public TaskStore(ScriptServer server, SluiceConfig config, EngineListener listener) {
    Timing.load();
    this.server = server;
    this.config = config;
    this.slots = new SlotCache(config.namespace());
    this.upkeep = new Upkeep(server, slots, config);
    this.written = new Written();
    this.room = new Room(server, slots, upkeep, listener);
    this.enqueues = new EnqueueStore(server, slots, room, config);
    this.ends =
        new AssuredServer(
            server,
            (queue, level) -> listener.on(new EngineEvent.OutcomesUnconfirmed(queue, level)));
    this.claims = new ClaimStore(server, ends, slots, config);
    this.settling = new Ways(ends, Script.SETTLE_STRAIGHT, Script.SETTLE);
    this.divided = new Divided();
  }

  private TaskStore(TaskStore store, ScriptServer server) {
    this.server = server;
    this.config = store.config;
    this.slots = store.slots;
    this.upkeep = store.upkeep.over(server);
    this.written = store.written;
    this.room = store.room;
    this.enqueues = store.enqueues.over(server);
    this.ends = store.ends.over(server);
    this.claims = store.claims.over(server, ends);
    this.settling = store.settling.over(ends);
    this.divided = store.divided;
  }

  /** The same store over another view of its server. */
  public TaskStore over(ScriptServer view) {
    return new TaskStore(this, view);
  }

  /** The clock of the server, as well as its client knows it. */
  public Instant now() {
    return server.now(slots.names());
  }

  /** The queues that are known by name. */
  public QueueNames names() {
    return new QueueNames(server, slots, room);
  }

  /** Which of them are divided, as far as this engine knows. */
  public Divided divided() {
    return divided;
  }

  /** The sessions of workers. */
  public Sessions sessions() {
    return new Sessions(server, slots);
  }

  /** The passes that keep a queue in order. */
  public Upkeep upkeep() {
    return upkeep;
  }

  /** What carries letters from queue to queue. */
  public Letters letters() {
    return new Letters(server, slots, room::madeFor, config.maxBacklog(), written);
  }

  /** Batches, at their home and where their members are. */
  public BatchStore batches() {
    return new BatchStore(server, slots, config.retention(), written);
  }

  /** What looks for damage and mends it. */
  public Mending mending() {
    return new Mending(server, slots);
  }

  /** What operators do. */
  public AdminStore admin() {
    return new AdminStore(server, slots, config.bytes().answer());
  }

  /** Groups, and where a task stands among others. */
  public LaneStore lanes() {
    return new LaneStore(server, slots);
  }

  /** What handlers emit, and who follows it. */
  public StreamStore streams() {
    return new StreamStore(server, slots, room::madeFor, AWAITED);
  }

  /** Where recurring tasks are planned. */
  public ScheduleStore schedules() {
    return new ScheduleStore(server, slots, room);
  }

  /** What the server tells at once. */
  public Hints hints() {
    return new Hints(server, slots);
  }

  /** Takes tasks in: all of them but duplicates, or none when the queue is full. */
  public Mono<List<EnqueueReply>> enqueue(QueueName queue, Call call, List<EnqueueItem> items) {
    return enqueues.enqueue(queue, call, items);
  }

  /** Takes tasks in that carry a condition; each is accepted or refused by itself. */
  public Mono<List<EnqueueReply>> enqueueOnce(QueueName queue, Call call, List<EnqueueItem> items) {
    return enqueues.enqueueOnce(queue, call, items);
  }

  /** Takes members of batches in; each is accepted or refused by itself. */
  public Mono<List<EnqueueReply>> enroll(QueueName queue, Call call, List<EnqueueItem> items) {
    return enqueues.enroll(queue, call, items);
  }

  /** Gives ready tasks to a session; seq is the number of the call in its one claim lane. */
  public Mono<ClaimReply> claim(QueueName queue, String session, long seq, ClaimTerms terms) {
    return claims.claim(slots.of(queue), session, seq, terms);
  }

  /** Records outcomes; per item, in order, whether it was accepted: not when its claim is lost. */
  public Mono<List<Boolean>> settle(QueueName queue, Call call, List<Settlement> settlements) {
    return Mono.defer(
        () ->
            new Settling(settlements, config.failureTraces())
                .run(settling, slots.of(queue), call, config.retention().maxCount()));
  }

  /** Claims that go with outcomes. */
  public ClaimStore claims() {
    return claims;
  }

  /**
   * Records successes and takes their follow-ups in, of each exactly if its outcome is accepted. A
   * call with more follow-ups than tasks is refused by a Redis that is out of memory, when no
   * finished task is left to drop.
   *
   * @return per item, in order, whether it was accepted; false when the claim was lost
   */
  public Mono<List<Boolean>> handOn(QueueName queue, Call call, List<Settlement> succeeded) {
    return new HandingOn(ends, slots, room, config, written).run(queue, call, succeeded);
  }

  /** Keeps what handlers tell of tasks; what is told of a lost claim is dropped. */
  public Mono<Void> note(QueueName queue, List<Note> notes) {
    return Mono.defer(() -> server.run(Script.NOTE, slots.of(queue), Noting.args(notes))).then();
  }

  /** Stops a task from running. */
  public Mono<CancelReply> cancel(QueueName queue, TaskId id) {
    return server.run(
        Script.CANCEL,
        slots.of(queue),
        Args.of(id, config.retention().maxCount()),
        reply -> CancelReply.valueOf(reply.text(0).toUpperCase(Locale.ROOT)));
  }

  /**
   * Looks tasks up, at most {@link #MAX_BATCH}; in order, empty for unknown ones. As many as fit
   * into an answer, and at least the first: {@link Lookups} asks for the rest.
   */
  public Mono<List<Optional<TaskView>>> find(QueueName queue, List<TaskId> ids) {
    Args args = looked(new Args(1 + ids.size()), ids);
    return server.run(Script.FIND, slots.of(queue), args, found -> Views.parse(queue, ids, found));
  }

  /**
   * The same for those who wait for their ends, for {@link #AWAITED} from now: until then how one
   * of them ends can be looked up, also where its retention keeps nothing. An id may be awaited
   * before its task is there. How safe an end is, where its queue wants that, is told with it.
   */
  public Mono<List<Optional<TaskView>>> await(QueueName queue, List<TaskId> ids) {
    Args args = looked(new Args(2 + ids.size()).add(AWAITED.toMillis()), ids);
    return Lookups.awaited(ends, slots.of(queue), queue, ids, args);
  }

  /**
   * The results of these tasks, in order: of the first of them, as far as they fit into an answer.
   * Empty for a task that has not succeeded, or is not kept.
   *
   * @param ids 1 to {@link #MAX_BATCH}
   */
  public Mono<List<Optional<byte[]>>> gather(QueueName queue, List<TaskId> ids) {
    Args args = new Args(1 + ids.size()).add(config.bytes().answer());
    ids.forEach(id -> args.add(id.value()));
    return server.run(Script.GATHER, slots.of(queue), args, Views::results);
  }

  private Args looked(Args args, List<TaskId> ids) {
    args.add(config.bytes().answer());
    ids.forEach(id -> args.add(id.value()));
    return args;
  }

  /** Counts a queue. */
  public Mono<QueueView> stats(QueueName queue) {
    return server.run(Script.STATS, slots.of(queue), Args.of(), reply -> Counts.view(queue, reply));
  }

  /** A place to wait for work. */
  public Landing landing(QueueName queue) {
    return server.landing(slots.of(queue));
  }

  /** How the server is set up. */
  public Mono<ServerFacts> serverFacts() {
    return server.facts();
  }

  /** Completes when the store answers. */
  public Mono<Void> ping() {
    return server.ping();
  }

  /** Closes every connection. */
  public Mono<Void> disconnect() {
    return server.close();
  }
}
