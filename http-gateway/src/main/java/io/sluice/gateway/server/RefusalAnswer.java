package io.sluice.gateway.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.ssl.SslHandler;
import io.sluice.gateway.http.ProblemAnswer;
import io.sluice.gateway.http.RequestId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The bytes of the last answer on a connection. The codec never sees what it is an answer to. */
final class RefusalAnswer {
  private static final String NO_PATH = "/";

  /**
   * Writes it and ends the output. Only our own side at first: closed as a whole while the caller
   * still sends, the connection would be reset and the answer might be lost on the way. The clock
   * closes the rest.
   *
   * @param head of the request, when it could be read
   */
  static void write(ChannelHandlerContext context, Refusal refusal, @Nullable RequestHead head) {
    context.writeAndFlush(of(refusal, head)).addListener(written -> endOutput(context));
  }

  private static void endOutput(ChannelHandlerContext context) {
    boolean plain = context.pipeline().get(SslHandler.class) == null;
    if (plain && context.channel() instanceof DuplexChannel channel) {
      ChannelFuture unused = channel.shutdownOutput();
    } else {
      ChannelFuture unused = context.close();
    }
  }

  private static ByteBuf of(Refusal refusal, @Nullable RequestHead head) {
    HttpResponseStatus status = refusal.status();
    String id = requestId(head);
    byte[] body = ProblemAnswer.body(refusal.problem(), status.code(), id, path(head));
    String lines =
        "HTTP/1.1 "
            + status
            + "\r\nContent-Type: "
            + ProblemAnswer.MEDIA_TYPE
            + "\r\nContent-Length: "
            + body.length
            + "\r\n"
            + RequestId.HEADER
            + ": "
            + id
            + "\r\nConnection: close\r\n\r\n";
    boolean bodiless = head != null && head.method().equals("HEAD");
    ByteBuf first = Unpooled.wrappedBuffer(lines.getBytes(ISO_8859_1));
    return bodiless ? first : Unpooled.wrappedBuffer(first, Unpooled.wrappedBuffer(body));
  }

  private static String requestId(@Nullable RequestHead head) {
    List<String> sent = head == null ? List.of() : head.values("x-request-id");
    return RequestId.of(sent.size() == 1 ? sent.get(0) : null);
  }

  /** A target that is not a path is not told back. */
  private static String path(@Nullable RequestHead head) {
    if (head == null || !head.target().startsWith("/")) {
      return NO_PATH;
    }
    return head.target().split("[?#]", 2)[0];
  }

  private RefusalAnswer() {}
}
