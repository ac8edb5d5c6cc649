package io.sluice.gateway.api.tasks;

import io.sluice.gateway.access.Caller;
import io.sluice.gateway.http.Exchange;
import io.sluice.task.QueueName;

/**
 * Where the follow-ups of a task may go.
 *
 * @param home the queue of the task, and of each follow-up that names none
 * @param caller who may reach no other queues than those of its token
 */
public record Reach(QueueName home, Caller caller) {
  /** Of the caller of this request, whose path names the queue. */
  public static Reach of(Exchange exchange) {
    return new Reach(QueueName.of(exchange.variable("queue")), exchange.caller());
  }

  boolean covers(QueueName queue) {
    return queue.equals(home) || caller.mayReach(queue);
  }
}
