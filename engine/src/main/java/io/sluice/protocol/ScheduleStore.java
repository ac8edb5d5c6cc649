package io.sluice.protocol;

import io.sluice.protocol.record.Envelope;
import io.sluice.protocol.record.ScheduleLine;
import io.sluice.schedule.ScheduleView;
import io.sluice.script.Args;
import io.sluice.script.Key;
import io.sluice.script.Script;
import io.sluice.script.ScriptServer;
import io.sluice.script.SlotCache;
import io.sluice.store.AheadSchedules;
import io.sluice.store.DueSchedules;
import io.sluice.store.Fired;
import io.sluice.store.PlannedFires;
import io.sluice.store.StoredSchedule;
import io.sluice.store.StoredTask;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.OverloadedException;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Schedules in Redis. All of one lies in the slot of its queue, so that one script fires it and
 * enqueues its task; only the index, which tells in which queue a name is, lies apart.
 *
 * <p>A put says in the index where the schedule will be, puts it there, and looks whether that is
 * still said: if not, somebody else put or deleted it meanwhile, and it puts it again. To move to
 * another queue it is first taken out of the one where it was, so that it never fires in both.
 * Wherever that breaks off, what is left is an entry without a schedule, which is none, or a
 * schedule without its entry, for which {@link #mend} makes one.
 */
public final class ScheduleStore {
  /** At most this many schedules are seen to in one call. */
  public static final int MAX_DUE = 100;

  private static final String ANY_REVISION = "*";
  private static final String LATE = "late";

  /** Each takes somebody else who puts or deletes the same name at the same moment. */
  private static final int MAX_PUTS = 8;

  private final ScriptServer server;
  private final SlotCache slots;
  private final Room room;
  private final ScheduleIndex index;

  /** What is left behind in the queue where a schedule was. */
  private record Left(boolean any, boolean paused) {
    static final Left NOTHING = new Left(false, false);
  }

  ScheduleStore(ScriptServer server, SlotCache slots, Room room) {
    this.server = server;
    this.slots = slots;
    this.room = room;
    this.index = new ScheduleIndex(server, slots.names());
  }

  /**
   * Puts a schedule, in place of one of that name if there is one. True: there was none.
   *
   * <p>Its queue must be registered, so that it is maintained.
   */
  public Mono<Boolean> put(StoredSchedule schedule) {
    return Mono.defer(() -> putUntilItStands(schedule, MAX_PUTS))
        .flatMap(created -> tell(schedule.queue()).thenReturn(created));
  }

  private Mono<Boolean> putUntilItStands(StoredSchedule schedule, int puts) {
    if (puts == 0) {
      return Mono.error(
          new OverloadedException(
              "schedule " + schedule.name() + " is put or deleted by others all the time"));
    }
    ScheduleIndex.Entry entry =
        new ScheduleIndex.Entry(
            schedule.name(),
            schedule.queue(),
            Long.toUnsignedString(ThreadLocalRandom.current().nextLong(), Character.MAX_RADIX));
    return index
        .find(schedule.name())
        .flatMap(before -> takenOutOfAnotherQueue(before, schedule.queue()))
        .flatMap(
            left ->
                index
                    .say(entry)
                    .then(
                        plan(
                            schedule,
                            entry.revision(),
                            left,
                            server.now(slots.of(schedule.queue())),
                            MAX_PUTS))
                    .map(created -> created && !left.any()))
        .flatMap(
            created ->
                index
                    .find(schedule.name())
                    .flatMap(
                        now ->
                            now.equals(Optional.of(entry))
                                ? Mono.just(created)
                                : putUntilItStands(schedule, puts - 1)));
  }

  private Mono<Left> takenOutOfAnotherQueue(Optional<ScheduleIndex.Entry> before, QueueName queue) {
    return before.isEmpty() || before.get().queue().equals(queue)
        ? Mono.just(Left.NOTHING)
        : takeOut(before.get().queue(), before.get().name(), ANY_REVISION);
  }

  private Mono<Left> takeOut(QueueName queue, ScheduleName name, String revision) {
    return server.run(
        Script.UNPLAN,
        slots.of(queue),
        Args.of(name, revision),
        reply -> new Left(reply.number(0) == 1, reply.number(1) == 1));
  }

  /** The first instant is after both what this process and what Redis take for now. */
  private Mono<Boolean> plan(
      StoredSchedule schedule, String revision, Left left, Instant now, int plans) {
    Instant next = schedule.schedule().timing().next(now);
    if (next == null || plans == 0) {
      return Mono.error(new InvalidTaskException("/cron", "the schedule will never fire"));
    }
    Args args =
        Args.of(schedule.name(), line(schedule, revision))
            .add(template(schedule))
            .add(next.toEpochMilli())
            .add(left.paused() ? 1 : 0);
    return room.madeFor(schedule.queue(), server.run(Script.PLAN, slots.of(schedule.queue()), args))
        .flatMap(
            reply ->
                reply.text(0).equals(LATE)
                    ? plan(
                        schedule,
                        revision,
                        left,
                        later(next, Instant.ofEpochMilli(reply.number(1))),
                        plans - 1)
                    : Mono.just(reply.number(1) == 1));
  }

  /** Deletes a schedule. False: there was none. */
  public Mono<Boolean> remove(ScheduleName name) {
    return index
        .find(name)
        .flatMap(Mono::justOrEmpty)
        .flatMap(
            entry ->
                takeOut(entry.queue(), name, ANY_REVISION)
                    .flatMap(left -> index.forget(entry).thenReturn(left.any())))
        .defaultIfEmpty(false);
  }

  /** Shows a schedule; empty if there is none. */
  public Mono<ScheduleView> find(ScheduleName name) {
    return where(name)
        .flatMap(
            queue ->
                server
                    .run(Script.PLANNED, slots.of(queue), Args.of(name))
                    .filter(reply -> reply.size() > 0)
                    .map(reply -> ScheduleReplies.view(name, queue, reply)));
  }

  /** Names in order, after the given one. */
  public Mono<List<ScheduleName>> names(@Nullable ScheduleName after, int limit) {
    return index.names(after, limit);
  }

  /** Stops a schedule from firing, or lets it go on. False: there is none. */
  public Mono<Boolean> pause(ScheduleName name, boolean paused) {
    return where(name)
        .flatMap(
            queue ->
                server
                    .run(Script.HOLD, slots.of(queue), Args.of(name, paused ? 1 : 0))
                    .flatMap(reply -> tell(queue).thenReturn(reply.number(0) == 1)))
        .defaultIfEmpty(false);
  }

  /** Enqueues its task now, whatever its plan and its state; empty if there is none. */
  public Mono<Triggered> trigger(ScheduleName name) {
    return where(name)
        .flatMap(
            queue ->
                room.madeFor(
                        queue, server.run(Script.FIRE, slots.of(queue), FireArgs.outOfTurn(name)))
                    .filter(reply -> reply.number(0) == 1)
                    .map(reply -> new Triggered(queue, TaskId.stored(reply.text(2)))));
  }

  /** What is due in a queue, at most {@link #MAX_DUE}. */
  public Mono<DueSchedules> due(QueueName queue) {
    return server.run(Script.DUE, slots.of(queue), Args.of(MAX_DUE), ScheduleReplies::due);
  }

  /**
   * Fires, as far as each schedule is still due where its plan says. Harmless when it is called
   * twice, and by many at once.
   *
   * @param free schedules that may enqueue a fire that they kept
   */
  public Mono<Fired> fire(QueueName queue, List<PlannedFires> planned, List<ScheduleName> free) {
    return room.madeFor(
        queue,
        server.run(
            Script.FIRE,
            slots.of(queue),
            FireArgs.of(planned, free),
            reply -> new Fired((int) reply.number(0), (int) reply.number(1))));
  }

  /**
   * What is due later in a queue, the soonest first: so many after others, at most {@link
   * #MAX_DUE}.
   */
  public Mono<AheadSchedules> ahead(QueueName queue, int offset) {
    return server.run(
        Script.AHEAD, slots.of(queue), Args.of(offset).add(MAX_DUE), ScheduleReplies::ahead);
  }

  /** Makes schedules due sooner, as far as each is still due where it was seen; tells which. */
  public Mono<List<ScheduleName>> pull(QueueName queue, List<AheadSchedules.Pull> pulls) {
    Args args = Args.of();
    for (AheadSchedules.Pull pull : pulls) {
      args.add(pull.ahead().name().value())
          .add(pull.ahead().revision())
          .add(pull.ahead().at().toEpochMilli())
          .add(pull.sooner().toEpochMilli());
    }
    return server.run(Script.ALIGN, slots.of(queue), args, ScheduleReplies::names);
  }

  /** Makes the index tell of every schedule of a queue; of two of one name one goes. */
  public Mono<Void> mend(QueueName queue) {
    return new ScheduleMending(server, slots, index).mend(queue);
  }

  /** Queues in which something changed about schedules, so that it is time to look. Hints. */
  public Flux<QueueName> changes() {
    return server
        .hints(slots.names().channel(Key.CHANGES))
        .filter(queue -> !queue.equals(ScriptServer.IN_FORCE))
        .map(QueueName::of);
  }

  /** A word that gets lost is made up for by the next look. */
  private Mono<Void> tell(QueueName queue) {
    return server.run(Script.ANNOUNCE, slots.names(), Args.of(queue)).onErrorComplete().then();
  }

  private Mono<QueueName> where(ScheduleName name) {
    return index.find(name).flatMap(Mono::justOrEmpty).map(ScheduleIndex.Entry::queue);
  }

  private static String line(StoredSchedule schedule, String revision) {
    Duration expiresIn = schedule.task().options().expiresIn();
    return new ScheduleLine(
            revision, expiresIn == null ? 0 : expiresIn.toMillis(), schedule.schedule())
        .text();
  }

  /** An envelope that was created at 0, in place of which the script that fires writes its now. */
  private static byte[] template(StoredSchedule schedule) {
    return Envelope.encode(
        new StoredTask(
            TaskId.stored(schedule.name().value()),
            schedule.task().type(),
            Instant.EPOCH,
            schedule.task().options(),
            schedule.task().payload()));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** A task that was enqueued out of turn. */
  public record Triggered(QueueName queue, TaskId id) {}
}
