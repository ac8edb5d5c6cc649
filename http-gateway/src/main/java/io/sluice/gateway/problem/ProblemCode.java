package io.sluice.gateway.problem;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The closed list of problems. Each has a page at {@code /problems/{code}} that is made from what
 * stands here, and that every problem document links to.
 */
public enum ProblemCode {
  MALFORMED_JSON(
      400,
      "The request or its body cannot be read",
      "Send one JSON document in UTF-8, within the limits of /v1/info, in a plain HTTP/1.1"
          + " request."),
  VALIDATION_FAILED(
      422,
      "The request has invalid values",
      "The member errors lists each invalid field and the reason."),
  NOT_FOUND(404, "No such path", "Check the path; the API lives under /v1."),
  METHOD_NOT_ALLOWED(
      405, "The path does not support this method", "Use one of the methods in the header Allow."),
  UNKNOWN_TASK(
      404,
      "No such task",
      "The task was never enqueued in this queue, or its retention has passed."),
  UNKNOWN_QUEUE(
      404,
      "No such queue",
      "A queue is created by its first task, its settings or a schedule. Check its name at"
          + " /v1/queues."),
  UNKNOWN_SCHEDULE(404, "No such schedule", "Check its name at /v1/schedules."),
  UNKNOWN_REPORT(404, "No such load report", "Check its name at /v1/reports."),
  PAYLOAD_TOO_LARGE(
      413,
      "The body or the payload is too large",
      "/v1/info shows the limits. Store large data elsewhere and send a reference to it."),
  UNSUPPORTED_MEDIA_TYPE(
      415, "The content type is not supported", "Send uncompressed application/json in UTF-8."),
  DUPLICATE_TASK(
      409,
      "The task exists already",
      "Nothing was changed; the member existing shows the task that holds the id or the key."),
  IDEMPOTENCY_IN_PROGRESS(
      409,
      "The first request with this key is in progress",
      "Wait, then send the same request again."),
  IDEMPOTENCY_MISMATCH(
      422,
      "The key was used with a different request",
      "Use a new Idempotency-Key for each request."),
  STATE_CONFLICT(
      409,
      "The current state does not allow this",
      "The detail names the state. Read the task or the queue, then decide."),
  QUEUE_FULL(429, "The queue is full", "Retry after the time in the header Retry-After."),
  RATE_LIMITED(429, "Too many requests", "Retry after the time in the header Retry-After."),
  TASK_DEAD(
      409,
      "The task is dead",
      "Its last attempt failed; the view of the task shows why. Retry it to run it again."),
  TASK_CANCELLED(409, "The task was cancelled", "The task has no result and will not run."),
  TASK_EXPIRED(
      409,
      "The task expired",
      "The task did not start in time. It has no result and will not run."),
  UNKNOWN_BATCH(
      404,
      "No such batch",
      "The batch was never opened in this queue, or its retention has passed."),
  BATCH_SEALED(
      409,
      "The batch is sealed",
      "The batch takes no more members, and nothing was enqueued. Open another batch."),
  UNKNOWN_SESSION(
      404,
      "No such session",
      "The session has ended or never existed. Claim without a session to begin a new one."),
  TOKEN_LOST(
      409,
      "The claim is lost",
      "The session expired, and the task runs again on another worker. Drop this attempt."),
  UNAUTHENTICATED(
      401,
      "A valid token is required",
      "Send the header Authorization: Bearer with a valid token."),
  FORBIDDEN(
      403, "The token does not allow this", "Use a token whose role and queues allow the request."),
  REQUEST_TIMEOUT(408, "The request arrived too slowly", "Send the whole request within 15 s."),
  REDIS_UNAVAILABLE(
      503,
      "Redis cannot be used now",
      "Retry after the time in the header Retry-After. An enqueue may or may not have taken place:"
          + " give tasks an id of your own to repeat it safely."),
  REDIS_OUT_OF_MEMORY(
      503,
      "Redis is out of memory",
      "Nothing was enqueued. Workers free memory as they finish tasks; retry later."),
  OVERLOADED(503, "The server is overloaded", "Nothing was done. Retry later."),
  INTERNAL(
      500,
      "The server failed",
      "The log of the server has the details, under the same request id.");

  /** What a caller that is told to come back waits for at least, in seconds. */
  public static final int RETRY_AFTER_SECONDS = 1;

  private final int status;
  private final String title;
  private final String advice;

  ProblemCode(int status, String title, String advice) {
    this.status = status;
    this.title = title;
    this.advice = advice;
  }

  /** The code with this name on the wire, in snake case. */
  public static Optional<ProblemCode> ofWireName(String name) {
    return Arrays.stream(values()).filter(code -> code.wireName().equals(name)).findFirst();
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  public String advice() {
    return advice;
  }

  /** Whether the very same request may succeed later. */
  public boolean retryable() {
    return status == 408 || tellsWhenToRetry();
  }

  /** Whether its answer carries {@code Retry-After}. */
  public boolean tellsWhenToRetry() {
    return status == 429 || status == 503 || this == IDEMPOTENCY_IN_PROGRESS;
  }
}
