package io.sluice.gateway.server;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.gateway.http.RequestId;

/**
 * The first to see a request and the last to see its answer, right behind the codec. What a request
 * must not look like (see the rules for the first handler in the security design) is refused here,
 * before anything else reads it; so far that is left to the codec. Answers that the codec gives of
 * itself get their request id here.
 */
@Sharable
final class RequestFilter extends ChannelDuplexHandler {
  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
      throws Exception {
    if (message instanceof HttpResponse response
        && !response.status().equals(HttpResponseStatus.CONTINUE)
        && !response.headers().contains(RequestId.HEADER)) {
      response.headers().set(RequestId.HEADER, RequestId.fresh());
    }
    super.write(context, message, promise);
  }
}
