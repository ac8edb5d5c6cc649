package io.sluice.client;

import io.sluice.event.EngineListener;
import io.sluice.lane.Expiry;
import io.sluice.lane.GroupCommit;
import io.sluice.lane.Lane;
import io.sluice.protocol.Lookups;
import io.sluice.protocol.TaskStore;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.view.TaskView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import reactor.core.publisher.Mono;

/** Looks tasks of one queue up, many in a call. */
final class Finder {
  /** Fewer than go into a write, since each answer may carry a payload and a result. */
  private static final int BATCH = 32;

  private static final int LANES = 2;

  private static final GroupCommit.Bounds BOUNDS =
      new GroupCommit.Bounds(BATCH, Integer.MAX_VALUE, 65_536, Long.MAX_VALUE);

  private final QueueName queue;
  private final GroupCommit<TaskId, Optional<TaskView>> lookups;

  /** How the store is asked. */
  @FunctionalInterface
  private interface Look {
    Mono<List<Optional<TaskView>>> at(QueueName queue, List<TaskId> ids);
  }

  private Finder(
      String verb,
      Look look,
      QueueName queue,
      Expiry expiry,
      String clientId,
      EngineListener listener,
      Executor answers) {
    this.queue = queue;
    this.lookups =
        new GroupCommit<>(
            verb,
            Lane.several(LANES, queue, clientId, verb.substring(0, 1), listener),
            BOUNDS,
            id -> id.value().length(),
            expiry,
            (lane, ids, wanted) ->
                lane.call(verb, call -> Lookups.all(ids, rest -> look.at(queue, rest)), wanted),
            answers);
  }

  /** For whoever looks. */
  static Finder looking(
      QueueName queue,
      TaskStore store,
      Expiry expiry,
      String clientId,
      EngineListener listener,
      Executor answers) {
    return new Finder("find", store::find, queue, expiry, clientId, listener, answers);
  }

  /** For those who wait for the ends of tasks, so that these can be found whatever is kept. */
  static Finder waiting(
      QueueName queue,
      TaskStore store,
      Expiry expiry,
      String clientId,
      EngineListener listener,
      Executor answers) {
    return new Finder("await", store::await, queue, expiry, clientId, listener, answers);
  }

  /** The task as it is now; errors with {@link UnknownTaskException}. */
  Mono<TaskView> find(TaskId id) {
    return lookFor(id)
        .flatMap(Mono::justOrEmpty)
        .switchIfEmpty(Mono.error(() -> new UnknownTaskException(queue, id)));
  }

  /** The task as it is now, if it is there. */
  Mono<Optional<TaskView>> lookFor(TaskId id) {
    return lookups.submit(id);
  }

  boolean idle() {
    return lookups.idle();
  }
}
