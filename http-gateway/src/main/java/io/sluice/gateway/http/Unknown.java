package io.sluice.gateway.http;

import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.ProblemException;
import io.sluice.gateway.problem.Quoted;
import io.sluice.gateway.problem.Suggestion;
import io.sluice.task.BatchException;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.batch.BatchId;
import java.util.Collection;
import java.util.List;

/** What is not there. In one place, since what is hidden from a caller must look the same. */
public final class Unknown {
  /** The queue or, if there is one, the task or the batch that the path names. */
  static ProblemException in(Exchange exchange) {
    String queue = exchange.variable("queue");
    if (exchange.hasVariable("batch")) {
      return batch(queue, exchange.variable("batch"));
    }
    return exchange.hasVariable("id") ? task(queue, exchange.variable("id")) : queue(queue);
  }

  public static ProblemException queue(String name) {
    return queue(name, List.of());
  }

  /**
   * @param known names of which one may have been meant
   */
  public static ProblemException queue(String name, Collection<String> known) {
    return Problem.of(
            ProblemCode.UNKNOWN_QUEUE, "no queue " + Quoted.of(name) + Suggestion.tail(name, known))
        .asException();
  }

  /** Also one that no task can have for its queue and id. */
  public static ProblemException task(String queue, String id) {
    try {
      return Problems.of(new UnknownTaskException(QueueName.of(queue), TaskId.of(id)))
          .asException();
    } catch (InvalidTaskException impossible) {
      return Problem.of(
              ProblemCode.UNKNOWN_TASK,
              "no task " + Quoted.of(id) + " in queue " + Quoted.of(queue))
          .asException();
    }
  }

  /** Also one that no batch can have for its queue and id. */
  public static ProblemException batch(String queue, String id) {
    try {
      BatchId batch = new BatchId(id, QueueName.of(queue));
      return Problems.of(BatchException.unknown(batch.toString())).asException();
    } catch (InvalidTaskException impossible) {
      return Problem.of(
              ProblemCode.UNKNOWN_BATCH,
              "no batch " + Quoted.of(id) + " in queue " + Quoted.of(queue))
          .asException();
    }
  }

  private Unknown() {}
}
