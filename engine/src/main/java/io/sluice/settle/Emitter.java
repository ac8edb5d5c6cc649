package io.sluice.settle;

import io.sluice.event.EngineListener;
import io.sluice.lane.Expiry;
import io.sluice.lane.GroupCommit;
import io.sluice.lane.Lane;
import io.sluice.protocol.TaskStore;
import io.sluice.store.stream.Emission;
import io.sluice.store.stream.Verdict;
import io.sluice.task.QueueName;
import java.util.concurrent.Executor;
import reactor.core.publisher.Mono;

/**
 * What the handlers of a session emit, many items in a call. There is one lane, so that the items
 * of a run arrive in order; a call without an answer is sent again.
 *
 * <p>Unbounded, since each run has a bounded number of items on their way.
 */
public final class Emitter {
  private static final String VERB = "emit";

  /** So that no call brings more than {@link TaskStore#MAX_BATCH} items, however small they are. */
  private static final GroupCommit.Bounds BOUNDS =
      new GroupCommit.Bounds(
          TaskStore.MAX_BATCH, TaskStore.MAX_BATCH_BYTES, Integer.MAX_VALUE, Long.MAX_VALUE);

  private final GroupCommit<Emission, Verdict> items;

  /**
   * @param answers where handlers are asked for more
   */
  public Emitter(
      QueueName queue, String session, TaskStore store, EngineListener listener, Executor answers) {
    this.items =
        new GroupCommit<>(
            VERB,
            Lane.several(1, queue, session, "e", listener),
            BOUNDS,
            item -> item.item().length,
            Expiry.NEVER,
            (lane, batch, wanted) ->
                lane.call(VERB, call -> store.streams().emit(queue, batch), wanted),
            answers);
  }

  /** Completes when the item is kept, or with the reason why not. Cold. */
  public Mono<Verdict> emit(Emission item) {
    return items.submit(item);
  }
}
