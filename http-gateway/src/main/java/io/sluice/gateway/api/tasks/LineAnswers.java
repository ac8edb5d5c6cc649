package io.sluice.gateway.api.tasks;

import io.sluice.gateway.http.ProblemAnswer;
import io.sluice.gateway.json.JsonLines;
import io.sluice.gateway.json.JsonObject;
import io.sluice.gateway.problem.Problem;
import io.sluice.task.enqueue.TaskHandle;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Writes the answers to one stream of tasks, a line each, and counts them. */
final class LineAnswers {
  /** A task that was there holds the unique key, and its caller wants that one then. */
  private static final int KEPT = 200;

  private final String requestId;
  private final String path;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();

  /** What became of one line: a task, or a problem. */
  record LineAnswer(long line, @Nullable TaskHandle<?> task, @Nullable Problem problem) {
    static LineAnswer accepted(long line, TaskHandle<?> task) {
      return new LineAnswer(line, task, null);
    }

    static LineAnswer rejected(long line, Problem problem) {
      return new LineAnswer(line, null, problem);
    }
  }

  LineAnswers(String requestId, String path) {
    this.requestId = requestId;
    this.path = path;
  }

  byte[] ofGroup(List<LineAnswer> answers) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    for (LineAnswer answer : answers) {
      (answer.problem() == null ? accepted : rejected).incrementAndGet();
      JsonLines.append(lines, of(answer));
    }
    return lines.toByteArray();
  }

  /** That no more lines are read, and why; about no line that came. */
  byte[] cutOff(Problem problem) {
    return JsonLines.line(
        JsonObject.write(
            json -> json.put("status", problem.code().status()).putJson("problem", body(problem))));
  }

  byte[] summary() {
    return JsonLines.line(
        JsonObject.write(
            json ->
                json.put(
                    "summary",
                    summary ->
                        summary.put("accepted", accepted.get()).put("rejected", rejected.get()))));
  }

  private byte[] of(LineAnswer answer) {
    return JsonObject.write(
        json -> {
          json.put("line", answer.line());
          Problem problem = answer.problem();
          TaskHandle<?> task = answer.task();
          if (problem != null) {
            json.put("status", problem.code().status()).putJson("problem", body(problem));
          } else if (task != null) {
            boolean kept = task.earlier() == TaskHandle.Earlier.KEPT;
            json.put("status", kept ? KEPT : Confirmed.status(task.confirmation()))
                .put("id", task.id().value())
                .put("durability", Confirmed.durability(task.confirmation()));
          }
        });
  }

  private byte[] body(Problem problem) {
    return ProblemAnswer.body(problem, requestId, path);
  }
}
