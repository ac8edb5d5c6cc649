package io.sluice.client;

import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineListener;
import io.sluice.lane.GroupCommit;
import io.sluice.lane.Lane;
import io.sluice.protocol.TaskStore;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.util.Collections;

/**
 * Drops succeeded tasks of one queue whose results were taken, many in a call. Nobody waits for
 * that: a task that stays, since Redis does not answer or too many wait, stays until its retention
 * ends.
 */
final class Discards {
  private static final String VERB = "discard";
  private static final GroupCommit.Bounds BOUNDS =
      new GroupCommit.Bounds(TaskStore.MAX_BATCH, Integer.MAX_VALUE, 65_536, Long.MAX_VALUE);

  private final GroupCommit<TaskId, Boolean> discards;

  Discards(
      QueueName queue,
      TaskStore store,
      SluiceConfig config,
      String clientId,
      EngineListener listener) {
    discards =
        new GroupCommit<>(
            VERB,
            Lane.several(1, queue, clientId, VERB.substring(0, 1), listener),
            BOUNDS,
            id -> id.value().length(),
            config.enqueueTimeout(),
            (lane, ids, wanted) ->
                lane.call(
                    VERB,
                    call ->
                        store
                            .upkeep()
                            .discard(queue, ids)
                            .thenReturn(Collections.nCopies(ids.size(), true)),
                    wanted));
  }

  void add(TaskId id) {
    discards.submit(id).subscribe(done -> {}, stays -> {});
  }

  void expire() {
    discards.expire();
  }

  boolean idle() {
    return discards.idle();
  }
}
