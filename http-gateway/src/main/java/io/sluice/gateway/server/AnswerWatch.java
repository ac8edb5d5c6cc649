package io.sluice.gateway.server;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.sluice.gateway.http.RequestId;

/**
 * The last to see an answer, right behind the codec: gives a request id to those that the server
 * gives of itself, and tells the filter when one is over.
 */
final class AnswerWatch extends ChannelOutboundHandlerAdapter {
  private final RequestFilter filter;
  private boolean informs;

  AnswerWatch(RequestFilter filter) {
    this.filter = filter;
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof HttpResponse response) {
      informs = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
      if (informs) {
        filter.bodyAskedFor();
      } else {
        filter.answerBegins(context);
        complete(response.headers());
      }
    }
    if (message instanceof LastHttpContent && !informs) {
      context.write(message, promise.unvoid()).addListener(written -> tell(context));
    } else {
      ChannelFuture unused = context.write(message, promise);
    }
  }

  private void complete(HttpHeaders headers) {
    if (!headers.contains(RequestId.HEADER)) {
      headers.set(RequestId.HEADER, RequestId.fresh());
    }
    if (filter.isOver()) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
  }

  /**
   * A round of the event loop later: what is written is first to be done with by all who wrote it.
   */
  private void tell(ChannelHandlerContext context) {
    context
        .executor()
        .execute(
            () -> {
              ChannelHandlerContext first = context.pipeline().context(RequestFilter.class);
              if (first != null) {
                filter.answered(first);
              }
            });
  }
}
