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
      "The request has bad values",
      "The member errors names each bad field and why it is bad."),
  NOT_FOUND(404, "No such path", "Check the path; the API lives under /v1."),
  METHOD_NOT_ALLOWED(405, "The path knows other methods", "Use one of those in the header Allow."),
  UNKNOWN_TASK(
      404, "No such task", "It was never enqueued in this queue, or is past its retention."),
  UNKNOWN_QUEUE(
      404,
      "No such queue",
      "A queue begins with its first task, its settings or a schedule. Check its name at"
          + " /v1/queues."),
  UNKNOWN_SCHEDULE(404, "No such schedule", "Check its name at /v1/schedules."),
  PAYLOAD_TOO_LARGE(
      413, "The body or the payload is too large", "The limits are at /v1/info. Send a reference."),
  UNSUPPORTED_MEDIA_TYPE(
      415, "The body has a wrong type", "Send application/json in UTF-8 and not compressed."),
  DUPLICATE_TASK(
      409,
      "The task exists already",
      "Nothing was done; the member existing shows the task that has the id or the key."),
  IDEMPOTENCY_IN_PROGRESS(
      409, "The first request with this key is under way", "Wait, then send the same again."),
  IDEMPOTENCY_MISMATCH(
      422, "The key was used with another body", "Use a fresh Idempotency-Key for each request."),
  STATE_CONFLICT(
      409, "The state forbids this", "The detail says which; look at the task or the queue first."),
  QUEUE_FULL(429, "The queue is full", "Wait as long as Retry-After says, then try again."),
  RATE_LIMITED(429, "Too many requests", "Wait as long as Retry-After says, then try again."),
  TASK_DEAD(409, "The task is dead", "It failed for good; its view says why. Redrive it or not."),
  TASK_CANCELLED(409, "The task was cancelled", "It has no result and will not run."),
  TASK_EXPIRED(409, "The task expired", "It was not run in time, has no result, will not run."),
  UNKNOWN_SESSION(404, "No such session", "It ended or was never there; claim without one."),
  TOKEN_LOST(409, "The claim is lost", "The session expired; the task runs again elsewhere."),
  UNAUTHENTICATED(401, "A token is needed", "Send Authorization: Bearer with a valid token."),
  FORBIDDEN(403, "The token does not allow this", "Ask for a token with the role and the queue."),
  REQUEST_TIMEOUT(408, "The request came in too slowly", "Send the whole request within 15 s."),
  REDIS_UNAVAILABLE(
      503,
      "Redis does not answer",
      "Try again after Retry-After. Whether an enqueue took place is not known, but it never did so"
          + " by half: give tasks an id of your own to send them again without doubt."),
  REDIS_OUT_OF_MEMORY(
      503, "Redis has no memory left", "Nothing was enqueued. Workers make room; try again later."),
  OVERLOADED(503, "The server has too much to do", "Nothing was done. Try again later."),
  INTERNAL(500, "The server failed", "The log of the server has the same request id.");

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
