package io.sluice.gateway.http;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.ReadTimeoutException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

/**
 * Gives every request of one connection so much time to come in. In place of Reactor Netty's own
 * request timeout, since that one cannot be lifted from a stream, which lasts as long as it flows.
 */
public final class BodyDeadline extends ChannelInboundHandlerAdapter {
  private @Nullable Future<?> ending;

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest && !(message instanceof LastHttpContent)) {
      lift();
      ending =
          context
              .executor()
              .schedule(
                  () -> end(context),
                  RequestLimits.REQUEST_TIMEOUT.toMillis(),
                  TimeUnit.MILLISECONDS);
    } else if (message instanceof LastHttpContent) {
      lift();
    }
    context.fireChannelRead(message);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    lift();
  }

  /** The request that comes in on this connection may take as long as it likes. */
  static void liftFrom(Connection connection) {
    BodyDeadline deadline = connection.channel().pipeline().get(BodyDeadline.class);
    if (deadline != null) {
      deadline.lift();
    }
  }

  private void lift() {
    if (ending != null) {
      ending.cancel(false);
      ending = null;
    }
  }

  private void end(ChannelHandlerContext context) {
    ending = null;
    context.fireExceptionCaught(ReadTimeoutException.INSTANCE);
    ChannelFuture unused = context.close();
  }
}
