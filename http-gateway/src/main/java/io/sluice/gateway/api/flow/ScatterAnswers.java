package io.sluice.gateway.api.flow;

import io.sluice.gateway.api.tasks.TaskJson;
import io.sluice.gateway.http.ProblemAnswer;
import io.sluice.gateway.http.Problems;
import io.sluice.gateway.json.JsonLines;
import io.sluice.gateway.json.JsonObject;
import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.task.Failure;
import io.sluice.task.TaskFailedException;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.Scattered;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the results of one scatter, a line each, and counts them. */
final class ScatterAnswers {
  private static final Logger log = LoggerFactory.getLogger(ScatterAnswers.class);

  private final String requestId;
  private final String path;
  private final AtomicLong parts = new AtomicLong();
  private final AtomicLong succeeded = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  ScatterAnswers(String requestId, String path) {
    this.requestId = requestId;
    this.path = path;
  }

  /** A part was read. */
  void read() {
    parts.incrementAndGet();
  }

  void count(Scattered<PartLine, byte[]> result) {
    (result.succeeded() ? succeeded : failed).incrementAndGet();
  }

  byte[] line(Scattered<PartLine, byte[]> result) {
    return JsonLines.line(JsonObject.write(json -> members(json, result)));
  }

  /** That the scatter has ended before its last part, and why; about no part. */
  byte[] cutOff(Throwable error) {
    Problem problem = problem(error);
    return JsonLines.line(JsonObject.write(json -> refusal(json, problem)));
  }

  /** Parts that were read and have no answer: cancelled, or their results dropped. */
  byte[] summary() {
    return JsonLines.line(
        JsonObject.write(
            json ->
                json.put(
                    "summary",
                    summary ->
                        summary
                            .put("parts", parts.get())
                            .put("succeeded", succeeded.get())
                            .put("failed", failed.get())
                            .put("unanswered", parts.get() - succeeded.get() - failed.get()))));
  }

  private void members(JsonObject json, Scattered<PartLine, byte[]> result) {
    json.put("index", result.index());
    if (result.id() != null) {
      json.put("id", result.id().value());
    }
    if (result instanceof Scattered.Succeeded<PartLine, byte[]> done) {
      byte[] value = done.result();
      json.put("state", TaskState.SUCCEEDED.wireName())
          .putStored("result", value == null ? new byte[0] : value);
    } else if (result instanceof Scattered.Failed<PartLine, byte[]> failure) {
      failure(json, failure);
    }
  }

  private void failure(JsonObject json, Scattered.Failed<PartLine, byte[]> failed) {
    if (failed.error() instanceof TaskFailedException ended) {
      json.put("state", ended.state().wireName());
      Failure last = ended.failure();
      if (last != null) {
        json.put("failure", of -> TaskJson.failure(of, last));
      }
      return;
    }
    json.put("line", failed.correlation().number());
    Problem bad = failed.correlation().problem();
    refusal(json, bad == null ? problem(failed.error()) : bad);
  }

  private void refusal(JsonObject json, Problem problem) {
    json.put("status", problem.code().status())
        .putJson("problem", ProblemAnswer.body(problem, requestId, path));
  }

  private static Problem problem(Throwable error) {
    Problem problem = Problems.of(error);
    if (problem.code() == ProblemCode.INTERNAL) {
      log.error("a scatter failed", error);
    }
    return problem;
  }
}
