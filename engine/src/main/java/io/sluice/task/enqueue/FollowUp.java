package io.sluice.task.enqueue;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import java.util.ArrayList;
import java.util.List;

/**
 * A task that is enqueued when another has succeeded, in the step that records the success. Nothing
 * refuses it for how many tasks wait, since its predecessor was admitted. One whose id is known to
 * its queue is not enqueued again.
 *
 * <p>Without an id of its own it gets one that is derived from its predecessor, so that an outcome
 * that is recorded again, after a failover took the first record back, does not double it.
 *
 * <p>One that is in a batch is counted there before its predecessor has ended for the batch. A
 * sealed batch takes follow-ups of its own members and no others: these become tasks of no batch.
 * Of a cancelled batch it is not enqueued.
 *
 * @param queue where it goes
 * @param task without a unique key and without a request key
 * @param takesResult whether its payload is the result of its predecessor
 */
public record FollowUp(QueueName queue, NewTask<?, ?> task, boolean takesResult) {
  /** The most follow-ups of one task. */
  public static final int MOST = 64;

  /** The most tasks that follow each other in a chain that is enqueued with its first task. */
  public static final int LONGEST_CHAIN = 64;

  /** The most tasks that follow each other, whoever gives the follow-ups. */
  public static final int DEEPEST = 1_000;

  /**
   * @throws InvalidTaskException with a pointer below {@code /then} when the task cannot be a
   *     follow-up
   */
  public FollowUp {
    if (task.unique() != null) {
      throw new InvalidTaskException(
          "/then/task/unique", "unique must not be given with a follow-up: enqueue it by itself");
    }
    if (task.requestKey() != null) {
      throw new InvalidTaskException(
          "/then/task/requestKey", "a follow-up is no request and must have no request key");
    }
    if (task.durability() != Durability.MEMORY) {
      throw new InvalidTaskException(
          "/then/task/durability",
          "durability must not be given with a follow-up, which is enqueued as its task succeeds");
    }
    if (lengthOf(task) >= LONGEST_CHAIN) {
      throw new InvalidTaskException(
          "/then", "at most " + LONGEST_CHAIN + " tasks may follow each other in a chain");
    }
  }

  /** A follow-up with the payload of this task. */
  public static FollowUp to(String queue, NewTask<?, ?> task) {
    return new FollowUp(QueueName.of(queue), task, false);
  }

  /**
   * These and one more.
   *
   * @throws InvalidTaskException with pointer {@code /then} when there are more than {@link #MOST}
   */
  static List<FollowUp> added(List<FollowUp> before, FollowUp next) {
    List<FollowUp> all = new ArrayList<>(before);
    all.add(next);
    return bounded(all);
  }

  /**
   * These.
   *
   * @throws InvalidTaskException with pointer {@code /then} when there are more than {@link #MOST}
   */
  public static List<FollowUp> bounded(List<FollowUp> all) {
    if (all.size() > MOST) {
      throw new InvalidTaskException(
          "/then", "a task has at most " + MOST + " follow-ups, there are " + all.size());
    }
    return List.copyOf(all);
  }

  private static int lengthOf(NewTask<?, ?> task) {
    return 1 + task.followUps().stream().mapToInt(next -> lengthOf(next.task())).max().orElse(0);
  }
}
