package io.sluice.gateway.server;

import io.netty.buffer.ByteBuf;

/** A body of so many bytes. */
final class FixedBody implements BodyFrame {
  private long left;

  FixedBody(long bytes) {
    this.left = bytes;
  }

  /** How many of them are still to come. */
  long left() {
    return left;
  }

  @Override
  public int take(ByteBuf in) {
    int taken = (int) Math.min(left, in.readableBytes());
    left -= taken;
    return taken;
  }

  @Override
  public boolean ended() {
    return left == 0;
  }
}
