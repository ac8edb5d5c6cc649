package io.sluice.store;

import io.sluice.event.TaskEvent;
import io.sluice.script.Call;
import io.sluice.script.Landing;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.view.CancelReply;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.ServerFacts;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where tasks live. Every method is cold and sends its call once per subscription.
 *
 * <p>Errors: {@link io.sluice.task.RedisUnavailableException} when there is no answer or the store
 * says that it cannot now, so that of a call that changes something the outcome is unknown; {@link
 * io.sluice.task.RedisOutOfMemoryException} when the call was refused for want of memory; {@link
 * io.sluice.task.StoreCorruptedException} when sending again cannot help.
 *
 * <p>The calls that carry a {@link Call}, and {@link #claim}, may be sent again with the same
 * number and arguments: they take effect once and are answered the same.
 */
public interface TaskStore {
  /** At most this many items go into one call, so that one call stays near a millisecond. */
  int MAX_BATCH = 256;

  /** At most this many bytes of payload or result go into one call. */
  int MAX_BATCH_BYTES = 1 << 20;

  /** At most this many tasks are mended in one call: each looks through whole lists. */
  int MAX_REPAIRED = 16;

  /** How long a look of one who waits is kept in mind, and the end that he waits for is left. */
  Duration AWAITED = Duration.ofSeconds(10);

  /** The clock of the store, as well as its client knows it. */
  Instant now();

  /** Makes a queue known by name, before anything is put into it. Repeatable. */
  Mono<Void> register(QueueName queue);

  /** Takes a queue out of those that are known by name. Repeatable. */
  Mono<Void> unregister(QueueName queue);

  /** Puts all tasks into the queue but duplicates, or none when it is full. A reply per item. */
  Mono<List<EnqueueReply>> enqueue(QueueName queue, Call call, List<EnqueueItem> items);

  /** Puts tasks with a condition into the queue; each is accepted or refused by itself. */
  Mono<List<EnqueueReply>> enqueueOnce(QueueName queue, Call call, List<EnqueueItem> items);

  /** Starts a session. False: this id was fenced. */
  Mono<Boolean> open(QueueName queue, String session, Duration life);

  /** Keeps a session alive for its life from now, and lists a part of the cancels asked of it. */
  Mono<ExtendReply> extend(QueueName queue, String session, Duration life, String cursor);

  /** Keeps what a live session tells of itself; what a dead one tells is dropped. */
  Mono<Void> present(QueueName queue, String session, WorkerNote note);

  /** Ends a session; what it still holds is reaped. */
  Mono<Void> close(QueueName queue, String session);

  /**
   * Gives ready tasks to a session.
   *
   * @param seq the number of the call in the session's one claim lane
   */
  Mono<ClaimReply> claim(QueueName queue, String session, long seq, ClaimTerms terms);

  /**
   * Records outcomes.
   *
   * @return per item, in order, whether it was accepted; false when the claim was lost
   */
  Mono<List<Boolean>> settle(QueueName queue, Call call, List<Settlement> settlements);

  /** Keeps what handlers tell of tasks; what is told of a lost claim is dropped. */
  Mono<Void> note(QueueName queue, List<Note> notes);

  /** Moves due tasks to ready, at most {@link #MAX_BATCH} of each kind. */
  Mono<Promoted> promote(QueueName queue);

  /** Ends what was to begin before a time that is over; answers how many were looked at. */
  Mono<Integer> expire(QueueName queue);

  /** Puts back what expired sessions hold, a bounded part of it. */
  Mono<Reaped> reap(QueueName queue);

  /** Drops what is past its retention, a bounded part of it. */
  Mono<Swept> sweep(QueueName queue);

  /**
   * After the clock of the store was set back, brings what is further away than its own length to
   * this length from now: a bounded part of it.
   */
  Mono<Pulled> pull(QueueName queue);

  /**
   * Drops finished tasks before their retention ends, oldest first, a bounded part of them; answers
   * how many. For want of memory: a store that can run full does so before it refuses a task.
   */
  Mono<Integer> shed(QueueName queue);

  /** Stops a task from running. */
  Mono<CancelReply> cancel(QueueName queue, TaskId id);

  /**
   * Looks tasks up, at most {@link #MAX_BATCH}; in order, empty for unknown ones. As many as fit
   * into an answer, and at least the first: {@link Lookups} asks for the rest.
   */
  Mono<List<Optional<TaskView>>> find(QueueName queue, List<TaskId> ids);

  /**
   * The same for those who wait for their ends, for {@link #AWAITED} from now: until then how one
   * of them ends can be looked up, also where its retention keeps nothing. An id may be awaited
   * before its task is there.
   */
  Mono<List<Optional<TaskView>>> await(QueueName queue, List<TaskId> ids);

  /** Lists a part of what a session holds. */
  Mono<HeldPage> held(QueueName queue, String session, String cursor);

  /** Counts a queue. */
  Mono<QueueView> stats(QueueName queue);

  /** Compares the ledger of a queue with its structures. */
  Mono<Ledger> audit(QueueName queue);

  /** Lists a part of one structure, and what of it does not look right. */
  Mono<SurveyPage> survey(QueueName queue, Structure structure, String cursor);

  /**
   * Mends what damage left of these tasks, at most {@link #MAX_REPAIRED}; touches nothing right.
   */
  Mono<Mended> repair(QueueName queue, List<TaskId> ids);

  /**
   * Writes off what this ledger misses and of which nothing is left; without effect if anything was
   * repaired since that ledger was read.
   */
  Mono<Void> writeOff(Ledger ledger);

  /** Names of known queues, in order, after the given one. */
  Mono<List<QueueName>> queues(@Nullable QueueName after, int limit);

  /** Whether a queue was ever registered. */
  Mono<Boolean> known(QueueName queue);

  /** What operators do. */
  AdminStore admin();

  /** A place to wait for work. */
  Landing landing(QueueName queue);

  /**
   * The events of a queue, one by one. The flux is given once the subscription is in force, so that
   * no later event is missed for want of one. Events are hints: a broken connection or a slow
   * subscriber loses some.
   */
  Mono<Flux<TaskEvent>> events(QueueName queue);

  /**
   * The events of a queue, in batches of those that arrived together. An empty batch says that
   * events before it may have been missed: the first one, and one after each reconnect. The
   * subscriber has to request without bound: a batch that was not requested is dropped. Errors when
   * the store cannot listen.
   */
  Flux<List<TaskEvent>> eventBatches(QueueName queue);

  /** Ids of running tasks that are to be cancelled. Hints; {@link #extend} lists them all. */
  Mono<Flux<TaskId>> cancelHints(QueueName queue);

  /**
   * How long until the task is due that was just put off, sent only when no other task is due
   * before it. Zero says that earlier hints may have been missed. Hints; {@link #promote} finds all
   * due tasks. Errors when the store cannot listen.
   */
  Flux<Duration> dueHints(QueueName queue);

  /** Where recurring tasks are planned. */
  ScheduleStore schedules();

  /** How the server is set up. */
  Mono<ServerFacts> serverFacts();

  /** Completes when the store answers. */
  Mono<Void> ping();

  /** Closes every connection. */
  Mono<Void> disconnect();
}
