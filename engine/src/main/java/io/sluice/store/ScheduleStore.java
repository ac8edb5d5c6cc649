package io.sluice.store;

import io.sluice.schedule.ScheduleView;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.TaskId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Where schedules live: each with the queue that it fires into, so that to fire and to enqueue is
 * one step; an index tells in which queue a name is. Cold, with the errors of {@link TaskStore}.
 */
public interface ScheduleStore {
  /** At most this many schedules are seen to in one call. */
  int MAX_DUE = 100;

  /**
   * Puts a schedule, in place of one of that name if there is one. True: there was none.
   *
   * <p>Its queue must be registered, so that it is maintained.
   */
  Mono<Boolean> put(StoredSchedule schedule);

  /** Deletes a schedule. False: there was none. */
  Mono<Boolean> remove(ScheduleName name);

  /** Shows a schedule; empty if there is none. */
  Mono<ScheduleView> find(ScheduleName name);

  /** Names in order, after the given one. */
  Mono<List<ScheduleName>> names(@Nullable ScheduleName after, int limit);

  /** Stops a schedule from firing, or lets it go on. False: there is none. */
  Mono<Boolean> pause(ScheduleName name, boolean paused);

  /** Enqueues its task now, whatever its plan and its state; empty if there is none. */
  Mono<Triggered> trigger(ScheduleName name);

  /** What is due in a queue, at most {@link #MAX_DUE}. */
  Mono<DueSchedules> due(QueueName queue);

  /**
   * Fires, as far as each schedule is still due where its plan says. Harmless when it is called
   * twice, and by many at once.
   *
   * @param free schedules that may enqueue a fire that they kept
   */
  Mono<Fired> fire(QueueName queue, List<PlannedFires> planned, List<ScheduleName> free);

  /**
   * What is due later in a queue, the soonest first: so many after others, at most {@link
   * #MAX_DUE}.
   */
  Mono<AheadSchedules> ahead(QueueName queue, int offset);

  /** Makes schedules due sooner, as far as each is still due where it was seen; tells which. */
  Mono<List<ScheduleName>> pull(QueueName queue, List<AheadSchedules.Pull> pulls);

  /** Makes the index tell of every schedule of a queue; of two of one name one goes. */
  Mono<Void> mend(QueueName queue);

  /** Queues in which something changed about schedules, so that it is time to look. Hints. */
  Flux<QueueName> changes();

  /** A task that was enqueued out of turn. */
  record Triggered(QueueName queue, TaskId id) {}
}
