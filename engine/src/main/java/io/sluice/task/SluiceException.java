package io.sluice.task;

import org.jspecify.annotations.Nullable;

/** Every error that Sluice raises on purpose. The code is stable; the text is for people. */
public abstract sealed class SluiceException extends RuntimeException
    permits BatchException,
        BuryTaskException,
        DuplicateTaskException,
        InvalidTaskException,
        OverloadedException,
        PayloadTooLargeException,
        QueueFullException,
        QueueInUseException,
        RedisOutOfMemoryException,
        RequestMismatchException,
        RedisUnavailableException,
        RetryTaskException,
        SessionLostException,
        SnoozeTaskException,
        StateConflictException,
        StoreCorruptedException,
        TaskFailedException,
        ThrottleGroupException,
        UnknownScheduleException,
        UnknownSessionException,
        UnknownTaskException,
        UnknownTypeException {

  private static final long serialVersionUID = 1L;

  /** The closed list of reasons, in the words of the HTTP contract. */
  public enum Code {
    VALIDATION_FAILED,
    PAYLOAD_TOO_LARGE,
    DUPLICATE_TASK,
    IDEMPOTENCY_MISMATCH,
    STATE_CONFLICT,
    QUEUE_FULL,
    UNKNOWN_TASK,
    UNKNOWN_SCHEDULE,
    UNKNOWN_SESSION,
    UNKNOWN_BATCH,
    BATCH_SEALED,
    TASK_DEAD,
    TASK_CANCELLED,
    TASK_EXPIRED,
    TOKEN_LOST,
    REDIS_UNAVAILABLE,
    REDIS_OUT_OF_MEMORY,
    OVERLOADED,
    INTERNAL
  }

  private final Code code;

  SluiceException(Code code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  public Code code() {
    return code;
  }
}
