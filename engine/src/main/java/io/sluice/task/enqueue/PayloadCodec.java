package io.sluice.task.enqueue;

import org.jspecify.annotations.Nullable;

/**
 * Payloads and results to bytes and back. Thread-safe. {@code byte[]} passes through untouched in
 * both directions; {@code Void} is no bytes.
 */
public interface PayloadCodec {
  /**
   * @param type as what it will be read
   * @return the bytes of the value; no bytes for null
   * @throws io.sluice.task.InvalidTaskException with pointer {@code /payload} when the value cannot
   *     be written, or could not be read again
   */
  byte[] encode(@Nullable Object value, TypeRef<?> type);

  /**
   * @return the value, or null when the bytes stand for none
   * @throws io.sluice.task.InvalidTaskException with pointer {@code /payload} when the bytes cannot
   *     be read
   */
  <T> @Nullable T decode(byte[] bytes, TypeRef<T> type);
}
