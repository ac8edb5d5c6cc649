package io.sluice.gateway.server;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.timeout.WriteTimeoutHandler;
import io.sluice.gateway.http.Body;
import io.sluice.gateway.http.RequestLimits;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Mono;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/** Writes the body of one answer; to a HEAD only what would be its headers. */
final class AnswerWriter {
  private static final String STALL = "sluice.stall";

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

  /** A caller that takes nothing of what waits for it is let go: it would be kept for good. */
  private Mono<Void> flow(Body.Parts body) {
    request.withConnection(
        connection ->
            connection.addHandlerLast(
                STALL,
                new WriteTimeoutHandler(
                    RequestLimits.STALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)));
    return response
        .send(
            body.parts()
                .publishOn(EventLoopScheduler.of(request), PARTS_AHEAD)
                .map(Unpooled::wrappedBuffer),
            part -> true)
        .then();
  }
}
