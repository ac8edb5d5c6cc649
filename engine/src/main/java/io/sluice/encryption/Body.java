package io.sluice.encryption;

import io.sluice.store.payload.Payload;
import io.sluice.task.StoreCorruptedException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What is encrypted: the bytes as they are, or deflated.
 *
 * <pre>0 · bytes, or 1 · size as it was (4 bytes) · deflated bytes</pre>
 */
final class Body {
  static final int NEVER = Payload.NEVER;

  private static final byte PLAIN = 0;
  private static final byte DEFLATED = 1;
  private static final int DEFLATED_AT = 1 + Integer.BYTES;

  static byte[] toBytes(byte[] plain, int compressFrom) {
    Payload payload = Payload.of(plain, compressFrom);
    byte[] kept = payload.kept();
    return payload.isDeflated()
        ? ByteBuffer.allocate(DEFLATED_AT + kept.length)
            .put(DEFLATED)
            .putInt(payload.size())
            .put(kept)
            .array()
        : ByteBuffer.allocate(1 + kept.length).put(PLAIN).put(kept).array();
  }

  /** Of bytes that were authenticated: nobody without the key has written them. */
  static byte[] plain(byte[] body) {
    if (body.length > 0 && body[0] == PLAIN) {
      return Arrays.copyOfRange(body, 1, body.length);
    }
    if (body.length < DEFLATED_AT || body[0] != DEFLATED) {
      throw new StoreCorruptedException("no such body is encrypted", null);
    }
    return Payload.deflated(
            ByteBuffer.wrap(body).getInt(1), Arrays.copyOfRange(body, DEFLATED_AT, body.length))
        .bytes();
  }

  private Body() {}
}
