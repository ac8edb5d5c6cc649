package io.sluice.store.flow;

import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.TaskOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A follow-up as it is kept with its predecessor.
 *
 * @param queue where it goes
 * @param takesResult whether its payload is the result of its predecessor
 * @param id its own, or null for one that is derived from its predecessor
 * @param delay how long after the store took it the task becomes due
 * @param runAt in place of the delay
 * @param batch of which it is a member, or null
 * @param payload opaque; empty where the result is taken
 * @param next what is enqueued when it has succeeded
 */
public record Next(
    QueueName queue,
    boolean takesResult,
    @Nullable TaskId id,
    Duration delay,
    @Nullable Instant runAt,
    String type,
    TaskOptions options,
    @Nullable BatchId batch,
    byte[] payload,
    List<Next> next) {
  public Next {
    next = List.copyOf(next);
  }

  /** How many bytes of payload these carry, and what follows them. */
  static int bytes(List<Next> all) {
    int bytes = 0;
    for (Next one : all) {
      bytes += one.payload.length + bytes(one.next);
    }
    return bytes;
  }
}
