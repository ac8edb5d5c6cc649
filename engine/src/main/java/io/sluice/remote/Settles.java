package io.sluice.remote;

import io.sluice.event.EngineListener;
import io.sluice.lane.GroupCommit;
import io.sluice.lane.Lane;
import io.sluice.protocol.TaskStore;
import io.sluice.store.Settlement;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import reactor.core.publisher.Mono;

/** Records what workers report of the tasks of one queue, many in a call, whoever reports. */
final class Settles {
  private static final int LANES = 2;

  /** What waits for Redis here at most, of all callers together. */
  private static final GroupCommit.Bounds BOUNDS =
      new GroupCommit.Bounds(TaskStore.MAX_BATCH, TaskStore.MAX_BATCH_BYTES, 65_536, 64L << 20);

  private final QueueName queue;
  private final TaskStore store;
  private final GroupCommit<Settlement, Boolean> commits;

  Settles(QueueName queue, TaskStore store, String clientId, EngineListener listener) {
    this.queue = queue;
    this.store = store;
    this.commits =
        new GroupCommit<>(
            "settle",
            Lane.several(LANES, queue, clientId, "s", listener),
            BOUNDS,
            Settlement::weight,
            Duration.ZERO,
            (lane, items, wanted) ->
                lane.call("settle", call -> store.settle(queue, call, items), wanted));
  }

  boolean idle() {
    return commits.idle();
  }

  /** Tells the store how a task of this session ended; what is no ticket of it is lost. */
  Mono<Verdict> settle(String session, Report report) {
    return Mono.justOrEmpty(Ticket.parse(report.token()))
        .filter(ticket -> ticket.session().equals(session))
        .flatMap(ticket -> settle(report.id(), ticket, report.ended()))
        .defaultIfEmpty(Verdict.TOKEN_LOST);
  }

  Mono<Verdict> settle(TaskId id, Ticket ticket, Report.Ended ended) {
    return Mono.defer(
            () ->
                commits.submit(
                    new Settlement(
                        id,
                        ticket.token(),
                        ticket.outcome(ended, store.now(), ThreadLocalRandom.current()),
                        ticket.retention())))
        .flatMap(accepted -> accepted ? Mono.just(Verdict.SETTLED) : refused(id, ticket));
  }

  /**
   * A claim ends by its own token or by the reaper, and the reaper leaves a mark: it counts a
   * crash, or, of a task that was to be cancelled, it writes an end without a start.
   */
  private Mono<Verdict> refused(TaskId id, Ticket ticket) {
    return store
        .find(queue, List.of(id))
        .map(
            found ->
                found
                    .get(0)
                    .filter(task -> endedByItself(task, ticket))
                    .map(task -> Verdict.REPLAYED)
                    .orElse(Verdict.TOKEN_LOST));
  }

  private static boolean endedByItself(TaskView task, Ticket ticket) {
    return task.crashes() == ticket.crashes()
        && (task.state() != TaskState.CANCELLED || ticket.startedAt().equals(task.startedAt()));
  }
}
