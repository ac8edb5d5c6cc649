package io.sluice.client;

import io.sluice.protocol.TaskStore;
import io.sluice.store.Act;
import io.sluice.store.ActReply;
import io.sluice.task.BatchException;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.StateConflictException;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.UnknownTaskException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Acts of an operator on single tasks; a refusal of the store is an error. Everything is cold. */
public final class TaskActs {
  private final TaskStore store;

  public TaskActs(TaskStore store) {
    this.store = store;
  }

  /** An act that needs nothing more than its task. */
  public Mono<Void> on(QueueName queue, TaskId id, Act act) {
    return store
        .admin()
        .act(queue, id, act, null)
        .flatMap(reply -> done(queue, id, act, reply, Mono.empty()));
  }

  /**
   * @param pointer to the field of the caller that says when
   */
  public Mono<Void> reschedule(QueueName queue, TaskId id, Instant at, String pointer) {
    return store
        .admin()
        .act(queue, id, Act.RESCHEDULE, at)
        .flatMap(reply -> done(queue, id, Act.RESCHEDULE, reply, late(id, at, pointer)));
  }

  /**
   * @param priority 0 to 9
   */
  public Mono<Void> prioritize(QueueName queue, TaskId id, int priority) {
    return store
        .admin()
        .prioritize(queue, id, priority)
        .flatMap(reply -> done(queue, id, Act.PRIORITIZE, reply, Mono.empty()));
  }

  private static Mono<Void> done(
      QueueName queue, TaskId id, Act act, ActReply reply, Mono<Void> late) {
    return switch (reply.verdict()) {
      case DONE, AS_IT_IS -> Mono.empty();
      case NO -> Mono.error(conflict(queue, id, act, reply.state()));
      case HELD -> Mono.error(keyIsHeld(queue, reply.holder()));
      case LATE -> late;
      case STOPPED -> Mono.error(BatchException.cancelled(queue, id));
      case UNKNOWN -> Mono.error(new UnknownTaskException(queue, id));
    };
  }

  private static Mono<Void> late(TaskId id, Instant at, String pointer) {
    return Mono.error(
        () ->
            new InvalidTaskException(
                pointer, "task %s expires before %s: it could never begin".formatted(id, at)));
  }

  private static DuplicateTaskException keyIsHeld(QueueName queue, @Nullable TaskId holder) {
    if (holder == null) {
      throw new IllegalStateException("a key that is held, and not by whom");
    }
    return DuplicateTaskException.ofKey(queue, holder);
  }

  private static StateConflictException conflict(
      QueueName queue, TaskId id, Act act, @Nullable TaskState state) {
    if (state == null) {
      throw new IllegalStateException("a refusal without the state that it is for");
    }
    return new StateConflictException(queue, id, act.wireName(), state);
  }
}
