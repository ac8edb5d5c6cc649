package io.sluice.gateway.http;

import io.sluice.gateway.problem.Problem;
import io.sluice.gateway.problem.ProblemCode;
import io.sluice.gateway.problem.ProblemException;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueFullException;
import io.sluice.task.SluiceException;
import java.time.Duration;

/** Turns whatever went wrong into a problem that may be told to a caller. */
public final class Problems {
  private static final long MILLIS = 1000;

  public static Problem of(Throwable error) {
    if (error instanceof ProblemException e) {
      return e.problem();
    }
    if (error instanceof InvalidTaskException e) {
      return Problem.invalid(e.pointer(), String.valueOf(e.getMessage()));
    }
    if (error instanceof QueueFullException e) {
      return Problem.of(ProblemCode.QUEUE_FULL, String.valueOf(e.getMessage()))
          .withHeader(Answer.RETRY_AFTER, String.valueOf(seconds(e.retryAfter())));
    }
    if (error instanceof SluiceException e) {
      ProblemCode code = codeOf(e.code());
      return Problem.of(code, isTellable(code) ? String.valueOf(e.getMessage()) : code.title());
    }
    return Problem.of(ProblemCode.INTERNAL, ProblemCode.INTERNAL.title());
  }

  /** Texts of the engine are for callers, save those that hold what Redis or Java said. */
  private static boolean isTellable(ProblemCode code) {
    return switch (code) {
      case REDIS_UNAVAILABLE, REDIS_OUT_OF_MEMORY, INTERNAL -> false;
      default -> true;
    };
  }

  /** Rounded up, since who comes too early comes in vain. */
  private static long seconds(Duration wait) {
    return Math.max(ProblemCode.RETRY_AFTER_SECONDS, wait.plusMillis(MILLIS - 1).toSeconds());
  }

  private static ProblemCode codeOf(SluiceException.Code code) {
    return switch (code) {
      case VALIDATION_FAILED -> ProblemCode.VALIDATION_FAILED;
      case PAYLOAD_TOO_LARGE -> ProblemCode.PAYLOAD_TOO_LARGE;
      case DUPLICATE_TASK -> ProblemCode.DUPLICATE_TASK;
      case IDEMPOTENCY_MISMATCH -> ProblemCode.IDEMPOTENCY_MISMATCH;
      case STATE_CONFLICT -> ProblemCode.STATE_CONFLICT;
      case QUEUE_FULL -> ProblemCode.QUEUE_FULL;
      case UNKNOWN_TASK -> ProblemCode.UNKNOWN_TASK;
      case UNKNOWN_SCHEDULE -> ProblemCode.UNKNOWN_SCHEDULE;
      case UNKNOWN_SESSION -> ProblemCode.UNKNOWN_SESSION;
      case UNKNOWN_BATCH -> ProblemCode.UNKNOWN_BATCH;
      case BATCH_SEALED -> ProblemCode.BATCH_SEALED;
      case TASK_DEAD -> ProblemCode.TASK_DEAD;
      case TASK_CANCELLED -> ProblemCode.TASK_CANCELLED;
      case TASK_EXPIRED -> ProblemCode.TASK_EXPIRED;
      case TOKEN_LOST -> ProblemCode.TOKEN_LOST;
      case REDIS_UNAVAILABLE -> ProblemCode.REDIS_UNAVAILABLE;
      case REDIS_OUT_OF_MEMORY -> ProblemCode.REDIS_OUT_OF_MEMORY;
      case OVERLOADED -> ProblemCode.OVERLOADED;
      case INTERNAL -> ProblemCode.INTERNAL;
    };
  }

  private Problems() {}
}
