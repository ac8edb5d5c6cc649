package io.sluice.gateway.server;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.sluice.gateway.http.Body;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Writes the body of one answer; to a HEAD only what would be its headers.
 *
 * <p>A caller that sends {@code Expect: 100-continue} keeps its body back until it is asked for it,
 * and Reactor Netty asks when the body is subscribed to, unless the answer has begun by then. So an
 * answer to such a caller begins with its first part and not before: where that is made from the
 * body, the body was asked for.
 */
final class AnswerWriter {
  /** Parts that are taken from their source before they can be sent. */
  private static final int PARTS_AHEAD = 1;

  private final HttpServerRequest request;
  private final HttpServerResponse response;

  AnswerWriter(HttpServerRequest request, HttpServerResponse response) {
    this.request = request;
    this.response = response;
  }

  Mono<Void> write(Body body) {
    boolean head = request.method().equals(HttpMethod.HEAD);
    if (body instanceof Body.Parts flowing) {
      return head ? response.send().then() : flow(flowing);
    }
    byte[] bytes = ((Body.Whole) body).bytes();
    if (head) {
      response.header(HttpHeaderNames.CONTENT_LENGTH, String.valueOf(bytes.length));
      return response.send().then();
    }
    return response.sendObject(Unpooled.wrappedBuffer(bytes)).then();
  }

  private Mono<Void> flow(Body.Parts body) {
    Flux<byte[]> parts = body.parts().publishOn(EventLoopScheduler.of(request), PARTS_AHEAD);
    return request.requestHeaders().contains(HttpHeaderNames.EXPECT)
        ? parts.switchOnFirst((first, all) -> send(all)).then()
        : send(parts);
  }

  private Mono<Void> send(Flux<byte[]> parts) {
    return response.send(parts.map(Unpooled::wrappedBuffer), part -> true).then();
  }
}
