package io.sluice.gateway.server;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.concurrent.atomic.AtomicInteger;

/** Closes connections beyond the most that the server holds. One for all of them. */
@Sharable
final class ConnectionLimit extends ChannelInboundHandlerAdapter {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();

  ConnectionLimit(int most) {
    this.most = most;
  }

  /** Now. */
  int open() {
    return open.get();
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    if (open.incrementAndGet() > most) {
      ChannelFuture unused = context.close();
    } else {
      context.fireChannelActive();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    open.decrementAndGet();
    context.fireChannelInactive();
  }
}
