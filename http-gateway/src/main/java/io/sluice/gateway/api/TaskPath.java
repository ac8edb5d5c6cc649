package io.sluice.gateway.api;

import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.http.Unknown;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;

/** Which task a path names. One that no task can have is the path of an unknown task. */
record TaskPath(QueueName queue, TaskId id) {
  static TaskPath of(Exchange exchange) {
    String queue = exchange.variable("queue");
    String id = exchange.variable("id");
    try {
      return new TaskPath(QueueName.of(queue), TaskId.of(id));
    } catch (InvalidTaskException impossible) {
      throw Unknown.task(queue, id);
    }
  }
}
