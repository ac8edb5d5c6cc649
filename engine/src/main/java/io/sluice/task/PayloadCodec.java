package io.sluice.task;

import org.jspecify.annotations.Nullable;

/**
 * Payloads and results to bytes and back. Thread-safe. {@code byte[]} passes through untouched in
 * both directions; {@code Void} is no bytes.
 */
public interface PayloadCodec {
  /**
   * @return the bytes of the value; no bytes for null
   * @throws InvalidTaskException with pointer {@code /payload} when the value cannot be written
   */
  byte[] encode(@Nullable Object value);

  /**
   * @return the value, or null when the bytes stand for none
   * @throws InvalidTaskException with pointer {@code /payload} when the bytes cannot be read
   */
  <T> @Nullable T decode(byte[] bytes, Class<T> type);
}
