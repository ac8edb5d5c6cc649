package io.sluice.gateway.api.tasks;

import io.sluice.gateway.access.Caller;
import io.sluice.gateway.http.Exchange;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.batch.BatchId;

/**
 * Where a task goes, and where its follow-ups and its batch may be.
 *
 * @param home the queue of the task, and of each follow-up that names none
 * @param caller who may reach no other queues than those of its token
 */
public record Reach(QueueName home, Caller caller) {
  /** Of the caller of this request, whose path names the queue. */
  public static Reach of(Exchange exchange) {
    return new Reach(QueueName.of(exchange.variable("queue")), exchange.caller());
  }

  /**
   * The batch that a text names: {@code id@home}, or the id alone where its home is this queue.
   *
   * @throws InvalidTaskException with pointer {@code /batch} when it is none that the caller may
   *     reach
   */
  public BatchId batch(String text) {
    BatchId batch = text.indexOf('@') < 0 ? new BatchId(text, home) : BatchId.parse(text);
    if (!covers(batch.home())) {
      throw new InvalidTaskException(
          "/batch", "batch must be of a queue that the token may reach, is " + batch);
    }
    return batch;
  }

  boolean covers(QueueName queue) {
    return queue.equals(home) || caller.mayReach(queue);
  }
}
