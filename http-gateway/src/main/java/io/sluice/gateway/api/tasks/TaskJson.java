package io.sluice.gateway.api.tasks;

import io.sluice.gateway.http.Answer;
import io.sluice.gateway.http.ETag;
import io.sluice.gateway.json.JsonObject;
import io.sluice.task.Failure;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.Confirmation;
import io.sluice.task.view.LogLine;
import io.sluice.task.view.Progress;
import io.sluice.task.view.TaskView;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The view of a task on the wire, and which version of it that is. */
public final class TaskJson {
  private static final long FNV_PRIME = 0x100000001B3L;

  /** The answer that shows a task, with the version of the view as its {@code ETag}. */
  public static Answer answer(int status, TaskView task) {
    return Answer.json(status, of(task)).with(ETag.HEADER, version(task).quoted());
  }

  /**
   * The same as the answer to an enqueue.
   *
   * @param confirmation how safe the task is; where it has ended, how safe that is goes before
   * @param startsWithin how long until it is expected to start; null where that is not known
   */
  static Answer answer(
      int status, TaskView task, Confirmation confirmation, @Nullable Duration startsWithin) {
    byte[] body =
        JsonObject.write(
            json -> {
              members(json, task);
              if (!Confirmed.isAsked(task.confirmation())) {
                json.put("durability", Confirmed.durability(confirmation));
              }
              json.put(
                  "startsWithinMs",
                  startsWithin == null ? null : Long.valueOf(startsWithin.toMillis()));
            });
    return Answer.json(status, body).with(ETag.HEADER, version(task).quoted());
  }

  /** The path of a task, for the header {@code Location}. */
  public static String location(QueueName queue, TaskId id) {
    return "/v1/queues/" + queue + "/tasks/" + id;
  }

  public static byte[] of(TaskView task) {
    return JsonObject.write(json -> members(json, task));
  }

  /** Also what may be large, and is left out otherwise. */
  static byte[] with(TaskView task, boolean payload, boolean log, boolean traces) {
    return JsonObject.write(
        json -> {
          membersButResult(json, task, traces ? TaskJson::tracedFailure : TaskJson::failure);
          result(json, task);
          if (log) {
            json.putAll("log", task.log(), TaskJson::logLine);
          }
          if (payload) {
            json.putStored("payload", task.payload());
          }
        });
  }

  /** Tells apart any two states of a task, also of one that has its id anew. */
  static ETag version(TaskView task) {
    Failure failure = task.failure();
    Progress progress = task.progress();
    long hash = 0;
    for (long part :
        new long[] {
          task.crashes(),
          task.options().priorityOrDefault(),
          millis(task.createdAt()),
          millis(task.startedAt()),
          millis(task.finishedAt()),
          millis(failure == null ? null : failure.at()),
          millis(progress == null ? null : progress.at()),
          task.worker() == null ? 0 : task.worker().hashCode()
        }) {
      hash = (hash ^ part) * FNV_PRIME;
    }
    return new ETag(
        task.state().wireName()
            + '-'
            + task.attempt()
            + '-'
            + Long.toUnsignedString(hash, Character.MAX_RADIX));
  }

  public static void members(JsonObject json, TaskView task) {
    membersButResult(json, task);
    result(json, task);
  }

  private static void result(JsonObject json, TaskView task) {
    if (task.state() == TaskState.SUCCEEDED) {
      byte[] result = task.result();
      json.putStored("result", result == null ? new byte[0] : result);
    }
  }

  /** What is never large. */
  public static void membersButResult(JsonObject json, TaskView task) {
    membersButResult(json, task, TaskJson::failure);
  }

  private static void membersButResult(
      JsonObject json, TaskView task, BiConsumer<JsonObject, Failure> failures) {
    json.put("id", task.id().value())
        .put("queue", task.queue().value())
        .put("type", task.type())
        .put("state", task.state().wireName())
        .put("terminal", task.state().terminal())
        .put("attempt", task.attempt())
        .put("maxAttempts", task.maxAttempts())
        .put("priority", task.options().priorityOrDefault())
        .put("group", task.options().group())
        .put("cost", task.options().cost())
        .putStrings("tags", task.options().tags())
        .put("createdAt", task.createdAt())
        .put("runAt", task.runAt())
        .put("startedAt", task.startedAt())
        .put("finishedAt", task.finishedAt())
        .put("worker", task.worker())
        .put("durability", Confirmed.durability(task.confirmation()));
    Failure failure = task.failure();
    if (failure != null) {
      json.put("failure", of -> failure(of, failure)).putAll("failures", task.failures(), failures);
    }
    Progress progress = task.progress();
    if (progress != null) {
      json.put("progress", of -> progress(of, progress));
    }
  }

  static void progress(JsonObject json, Progress progress) {
    json.put("fraction", progress.fraction())
        .put("message", progress.message())
        .put("at", progress.at());
  }

  private static void logLine(JsonObject json, LogLine line) {
    json.put("at", line.at()).put("text", line.text());
  }

  public static void failure(JsonObject json, Failure failure) {
    Duration duration = failure.duration();
    json.put("type", failure.type())
        .put("message", failure.message())
        .put("at", failure.at())
        .put("startedAt", failure.startedAt())
        .put("durationMs", duration == null ? null : Long.valueOf(duration.toMillis()))
        .put("worker", failure.worker());
  }

  /** For those who may see the inside of the program. */
  private static void tracedFailure(JsonObject json, Failure failure) {
    failure(json, failure);
    json.put("trace", failure.trace());
  }

  private static long millis(@Nullable Instant instant) {
    return instant == null ? 0 : instant.toEpochMilli();
  }

  private TaskJson() {}
}
