package io.sluice.client;

import io.sluice.event.EngineListener;
import io.sluice.lane.Expiry;
import io.sluice.lane.GroupCommit;
import io.sluice.lane.Lane;
import io.sluice.protocol.Lookups;
import io.sluice.protocol.TaskStore;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Executor;
import reactor.core.publisher.Mono;

/**
 * Reads the results of succeeded tasks of one queue, and drops the tasks whose results were taken,
 * many in a call. Nobody waits for a drop: a task that stays, since Redis does not answer or too
 * many wait, stays until its retention ends.
 */
final class Gatherer {
  private static final String GATHER = "gather";
  private static final String DISCARD = "discard";

  /** As many as enqueues have, so that neither falls behind them. */
  private static final int LANES = 2;

  private static final GroupCommit.Bounds BOUNDS =
      new GroupCommit.Bounds(TaskStore.MAX_BATCH, Integer.MAX_VALUE, 65_536, Long.MAX_VALUE);

  private final GroupCommit<TaskId, Optional<byte[]>> gathers;
  private final GroupCommit<TaskId, Boolean> discards;

  Gatherer(
      QueueName queue,
      TaskStore store,
      Expiry expiry,
      String clientId,
      EngineListener listener,
      Executor answers) {
    gathers =
        new GroupCommit<>(
            GATHER,
            Lane.several(LANES, queue, clientId, "t", listener),
            BOUNDS,
            id -> id.value().length(),
            expiry,
            (lane, ids, wanted) ->
                lane.call(
                    GATHER, call -> Lookups.all(ids, rest -> store.gather(queue, rest)), wanted),
            answers);
    discards =
        new GroupCommit<>(
            DISCARD,
            Lane.several(LANES, queue, clientId, "d", listener),
            BOUNDS,
            id -> id.value().length(),
            expiry,
            (lane, ids, wanted) ->
                lane.call(
                    DISCARD,
                    call ->
                        store
                            .upkeep()
                            .discard(queue, ids)
                            .thenReturn(Collections.nCopies(ids.size(), true)),
                    wanted));
  }

  /** The result of a task, if the task has succeeded and is kept. */
  Mono<Optional<byte[]>> gather(TaskId id) {
    return gathers.submit(id);
  }

  /** Drops a succeeded task whose result was taken. */
  void discard(TaskId id) {
    discards.submit(id).subscribe(done -> {}, stays -> {});
  }

  boolean idle() {
    return gathers.idle() && discards.idle();
  }
}
