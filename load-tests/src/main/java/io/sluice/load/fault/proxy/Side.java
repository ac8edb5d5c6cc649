package io.sluice.load.fault.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;

/** Hears one socket of a link. An error of it is its end, as with a peer that resets. */
final class Side extends ChannelInboundHandlerAdapter {
  private final Consumer<ByteBuf> onBytes;
  private final Runnable onWritable;
  private final Runnable onGone;

  Side(Consumer<ByteBuf> onBytes, Runnable onWritable, Runnable onGone) {
    this.onBytes = onBytes;
    this.onWritable = onWritable;
    this.onGone = onGone;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    onBytes.accept((ByteBuf) message);
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    onWritable.run();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    onGone.run();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    ChannelFuture unused = context.close();
  }
}
