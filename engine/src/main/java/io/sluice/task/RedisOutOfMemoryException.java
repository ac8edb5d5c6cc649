package io.sluice.task;

/** Redis is at its maxmemory and takes no new task; workers go on and make room. */
public final class RedisOutOfMemoryException extends SluiceException {
  private static final long serialVersionUID = 1L;

  public RedisOutOfMemoryException(String message, Throwable cause) {
    super(Code.REDIS_OUT_OF_MEMORY, message, cause);
  }
}
