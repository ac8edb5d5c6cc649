package io.sluice.task.enqueue;

import io.sluice.task.InvalidTaskException;
import java.time.Duration;

/**
 * Names a request that may arrive several times, so that it enqueues one task.
 *
 * @param key what the caller calls it, 1 to {@link #MAX_KEY_LENGTH} characters
 * @param fingerprint tells whether it is the same request; one with the key and another fingerprint
 *     is refused. 1 to {@link #MAX_KEY_LENGTH} characters without spaces
 * @param life how long the key is remembered
 */
public record RequestKey(String key, String fingerprint, Duration life) {
  public static final int MAX_KEY_LENGTH = 512;

  /**
   * @throws InvalidTaskException when a value is out of range
   */
  public RequestKey {
    Texts.requireKey("/requestKey", key, MAX_KEY_LENGTH);
    Texts.requireKey("/fingerprint", fingerprint, MAX_KEY_LENGTH);
    if (life.toMillis() < 1 || life.compareTo(Unique.LONGEST) > 0) {
      throw new InvalidTaskException(
          "/requestKey", "life must be 1 ms to " + Unique.LONGEST + ", is " + life);
    }
  }
}
