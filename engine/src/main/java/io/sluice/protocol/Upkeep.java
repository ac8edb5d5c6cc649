package io.sluice.protocol;

import io.sluice.config.CrashLimit;
import io.sluice.config.Retention;
import io.sluice.config.SluiceConfig;
import io.sluice.protocol.history.HistoryStore;
import io.sluice.protocol.record.Attempts;
import io.sluice.script.Args;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.store.Promoted;
import io.sluice.store.Pulled;
import io.sluice.store.Reaped;
import io.sluice.store.Swept;
import io.sluice.store.history.Timings;
import io.sluice.task.Failure;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** The passes that keep a queue in order. Every pass does a bounded part of its work. */
public final class Upkeep {
  /** Entries of running that one call of reap or pull looks at. */
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
  private static final int MAX_SHED_BYTES = 4 * TaskStore.MAX_BATCH_BYTES;

  private final ScriptServer server;
  private final SlotCache slots;
  private final SluiceConfig config;
  private final Args reapArgs;
  private final HistoryStore history;

  Upkeep(ScriptServer server, SlotCache slots, SluiceConfig config) {
    this(server, slots, config, new HistoryStore(server, slots, new Timings()));
  }

  private Upkeep(ScriptServer server, SlotCache slots, SluiceConfig config, HistoryStore history) {
    this.server = server;
    this.slots = slots;
    this.config = config;
    this.reapArgs = reapArgs(config);
    this.history = history;
  }

  /** The same over another view of the server. */
  Upkeep over(ScriptServer view) {
    return new Upkeep(view, slots, config, history.over(view));
  }

  /** What is recorded of queues, step by step. */
  public HistoryStore history() {
    return history;
  }

  /** Moves due tasks to ready, at most {@link TaskStore#MAX_BATCH} of each kind. */
  public Mono<Promoted> promote(QueueName queue) {
    return server.run(
        Script.PROMOTE,
        slots.of(queue),
        Args.of(TaskStore.MAX_BATCH),
        reply ->
            new Promoted(
                (int) reply.number(0),
                reply.number(1) < 0 ? null : Duration.ofMillis(reply.number(1)),
                reply.number(2) == 1,
                reply.number(3) == 1));
  }

  /** Ends what was to begin before a time that is over; answers how many were looked at. */
  public Mono<Integer> expire(QueueName queue) {
    return server.run(
        Script.EXPIRE,
        slots.of(queue),
        Args.of(TaskStore.MAX_BATCH),
        reply -> (int) reply.number(0));
  }

  /** Puts back what expired sessions hold, a bounded part of it. */
  public Mono<Reaped> reap(QueueName queue) {
    return server.run(
        Script.REAP,
        slots.of(queue),
        reapArgs,
        reply ->
            new Reaped(
                reply.number(0) == 1,
                (int) reply.number(1),
                (int) reply.number(2),
                (int) reply.number(3),
                (int) reply.number(4),
                (int) reply.number(5)));
  }

  /** Drops what is past its retention, a bounded part of it. */
  public Mono<Swept> sweep(QueueName queue) {
    Retention finished = config.retention();
    Retention dead = config.deadRetention();
    return server.run(
        Script.SWEEP,
        slots.of(queue),
        Args.of(
            finished.maxCount(),
            finished.maxAge().toMillis(),
            dead.maxCount(),
            dead.maxAge().toMillis(),
            MAX_SWEPT),
        reply ->
            new Swept(
                (int) reply.number(0),
                reply.number(1) == 1,
                reply.number(2) == 1,
                reply.number(3) == 1,
                reply.number(4) == 1));
  }

  /**
   * After the clock of the store was set back, brings what is further away than its own length to
   * this length from now: a bounded part of it.
   */
  public Mono<Pulled> pull(QueueName queue) {
    return server.run(
        Script.PULL,
        slots.of(queue),
        Args.of(SCAN_COUNT),
        reply ->
            new Pulled(
                reply.number(0) == 1, (int) reply.number(1), Duration.ofMillis(reply.number(2))));
  }

  /**
   * Drops finished tasks before their retention ends, oldest first, a bounded part of them; answers
   * how many. For want of memory: a store that can run full does so before it refuses a task.
   */
  public Mono<Integer> shed(QueueName queue) {
    return server.run(
        Script.SHED,
        slots.of(queue),
        Args.of(MAX_SHED, MAX_SHED_BYTES),
        reply -> (int) reply.number(0));
  }

  /**
   * Drops succeeded tasks that have a retention of their own before it ends, since their results
   * were taken; leaves tasks in any other state. Answers how many were dropped.
   *
   * @param ids 1 to {@link TaskStore#MAX_BATCH}
   */
  public Mono<Integer> discard(QueueName queue, List<TaskId> ids) {
    Args args = new Args(ids.size());
    ids.forEach(id -> args.add(id.value()));
    return server.run(Script.DISCARD, slots.of(queue), args, reply -> (int) reply.number(0));
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
