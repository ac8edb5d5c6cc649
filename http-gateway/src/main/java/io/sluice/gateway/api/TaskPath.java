package io.sluice.gateway.api;

import io.sluice.gateway.http.Exchange;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.Quoted;
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
      throw Problem.of(
              ProblemCode.UNKNOWN_TASK,
              "no task " + Quoted.of(id) + " in queue " + Quoted.of(queue))
          .asException();
    }
  }
}
