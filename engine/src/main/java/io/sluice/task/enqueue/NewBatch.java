package io.sluice.task.enqueue;

import io.sluice.grammar.Grammar;
import io.sluice.grammar.Quoted;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchPolicy;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A batch that is not opened yet. Immutable: every option gives a new one.
 *
 * @param name for people, 1 to 100 characters as those of a queue; or null
 * @param policy what happens when the first member is dead
 * @param onComplete enqueued once when all members have ended, or null
 * @param onSuccess enqueued once when all members have succeeded, or null
 * @param onDeath enqueued once when the first member is dead, or null
 * @param openFor after this time the batch is sealed, if no caller seals it before
 * @param parent a batch of the same queue of which this one is a member, or null
 * @param gathers whether the ends of members are kept in their order for readers, beside the counts
 */
public record NewBatch(
    @Nullable String name,
    BatchPolicy policy,
    @Nullable FollowUp onComplete,
    @Nullable FollowUp onSuccess,
    @Nullable FollowUp onDeath,
    Duration openFor,
    @Nullable BatchId parent,
    boolean gathers) {
  /** How long a batch is open that says nothing about it. */
  public static final Duration DEFAULT_OPEN_FOR = Duration.ofDays(7);

  /** The longest a batch may be open. */
  public static final Duration LONGEST_OPEN_FOR = Duration.ofDays(365);

  /** Without a name and without callbacks; open for {@link #DEFAULT_OPEN_FOR}. */
  public static final NewBatch DEFAULT =
      new NewBatch(null, BatchPolicy.CONTINUE, null, null, null, DEFAULT_OPEN_FOR, null, false);

  /**
   * @throws InvalidTaskException with a pointer to the option that is out of range
   */
  public NewBatch {
    if (name != null && !Grammar.isName(name)) {
      throw new InvalidTaskException(
          "/name", "the name of a batch, " + Quoted.of(name) + ", must match " + Grammar.NAME);
    }
    if (openFor.compareTo(Duration.ofMillis(1)) < 0 || openFor.compareTo(LONGEST_OPEN_FOR) > 0) {
      throw new InvalidTaskException(
          "/openFor", "openFor must be 1 ms to " + LONGEST_OPEN_FOR + ", is " + openFor);
    }
    requireCallback("/onComplete", onComplete);
    requireCallback("/onSuccess", onSuccess);
    requireCallback("/onDeath", onDeath);
  }

  private static void requireCallback(String pointer, @Nullable FollowUp callback) {
    if (callback != null && callback.takesResult()) {
      throw new InvalidTaskException(
          pointer, "a callback of a batch follows no task and cannot take a result");
    }
    if (callback != null && callback.task().batch() != null) {
      throw new InvalidTaskException(
          pointer + "/task/batch", "a callback of a batch cannot be a member of a batch");
    }
  }

  /** For people. */
  public NewBatch name(String value) {
    return new NewBatch(value, policy, onComplete, onSuccess, onDeath, openFor, parent, gathers);
  }

  /** What happens when the first member is dead. */
  public NewBatch onFailure(BatchPolicy value) {
    return new NewBatch(name, value, onComplete, onSuccess, onDeath, openFor, parent, gathers);
  }

  /** Enqueues this task once, when all members have ended, however they ended. */
  public NewBatch onComplete(String queue, NewTask<?, ?> task) {
    return new NewBatch(
        name, policy, to(queue, task), onSuccess, onDeath, openFor, parent, gathers);
  }

  /** Enqueues this task once, when all members have ended, if all have succeeded. */
  public NewBatch onSuccess(String queue, NewTask<?, ?> task) {
    return new NewBatch(
        name, policy, onComplete, to(queue, task), onDeath, openFor, parent, gathers);
  }

  /** Enqueues this task once, when the first member is dead. */
  public NewBatch onDeath(String queue, NewTask<?, ?> task) {
    return new NewBatch(
        name, policy, onComplete, onSuccess, to(queue, task), openFor, parent, gathers);
  }

  /** Seals the batch after this time, if no caller does before. */
  public NewBatch openFor(Duration value) {
    return new NewBatch(name, policy, onComplete, onSuccess, onDeath, value, parent, gathers);
  }

  /** Makes it a member of another batch of its queue: it counts there as one task. */
  public NewBatch in(BatchId value) {
    return new NewBatch(name, policy, onComplete, onSuccess, onDeath, openFor, value, gathers);
  }

  /**
   * Keeps the ends of members in their order, for readers that go on from a position: see {@code
   * BatchHandle.results}. It costs about 50 bytes of Redis a member until the batch is dropped;
   * results themselves are kept as long as their tasks are.
   */
  public NewBatch gather() {
    return new NewBatch(name, policy, onComplete, onSuccess, onDeath, openFor, parent, true);
  }

  private static FollowUp to(String queue, NewTask<?, ?> task) {
    return new FollowUp(QueueName.of(queue), task, false);
  }
}
