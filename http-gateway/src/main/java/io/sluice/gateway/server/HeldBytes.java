package io.sluice.gateway.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.jspecify.annotations.Nullable;

/** What came on one connection and was not passed on. */
final class HeldBytes {
  private @Nullable ByteBuf bytes;

  /** Takes over what comes. */
  void add(ByteBufAllocator buffers, ByteBuf in) {
    ByteBuf before = bytes;
    bytes =
        before == null ? in : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(buffers, before, in);
  }

  boolean any() {
    return bytes != null && bytes.isReadable();
  }

  /** Stays ours; there must be any. */
  ByteBuf get() {
    ByteBuf in = bytes;
    if (in == null) {
      throw new IllegalStateException("nothing is held");
    }
    return in;
  }

  void drop() {
    if (bytes != null) {
      bytes.release();
      bytes = null;
    }
  }
}
