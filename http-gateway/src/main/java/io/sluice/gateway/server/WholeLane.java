package io.sluice.gateway.server;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The short way of a request that came whole with its head, and whose answer is in one piece: to
 * the same router, rules and endpoint as every other, but past the codec and Reactor Netty, which
 * would take it apart once more. The filter has read its head already and keeps the order of the
 * connection, so nothing is left to do for them.
 */
final class WholeLane {
  private static final String POST = "POST";
  private static final String HTTP_1_1 = "HTTP/1.1";

  private final Dispatcher dispatcher;

  WholeLane(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /**
   * The turn of a request that goes this way; its head and its body are taken out of what came.
   * Null for one that goes the long way, as all do that have anything unusual, and nothing is
   * taken.
   *
   * @param body the frame of its body
   * @param in begins with the head, which is so long
   */
  @Nullable WholeTurn enter(
      ChannelHandlerContext context,
      RequestHead head,
      @Nullable BodyFrame body,
      ByteBuf in,
      int headBytes) {
    if (!(body instanceof FixedBody fixed) || !isUsual(head)) {
      return null;
    }
    long bodyBytes = fixed.left();
    if (bodyBytes > in.readableBytes() - headBytes) {
      return null;
    }
    Router.Match match = dispatcher.find(head.method(), head.path());
    List<String> types = head.values("content-type");
    if (!match.route().endpoint().answersWhole(types.isEmpty() ? null : types.get(0))) {
      return null;
    }
    in.skipBytes(headBytes);
    byte[] bytes = new byte[(int) bodyBytes];
    in.readBytes(bytes);
    WholeRequest request = WholeRequest.of(head, bytes, context.channel());
    return new WholeTurn(context, dispatcher, dispatcher.visit(request, match));
  }

  private static boolean isUsual(RequestHead head) {
    return head.method().equals(POST)
        && head.version().equals(HTTP_1_1)
        && head.values("connection").isEmpty()
        && head.values("expect").isEmpty();
  }
}
