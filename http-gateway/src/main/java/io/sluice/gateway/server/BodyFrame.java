package io.sluice.gateway.server;

import io.netty.buffer.ByteBuf;

/** Where a body ends in what comes in. */
interface BodyFrame {
  /**
   * How many of these bytes, from the first, belong to the body; to be called once for each byte.
   *
   * @throws Refusal when its frame is broken
   */
  int take(ByteBuf in);

  /** Whether the last byte of the body was taken. */
  boolean ended();
}
