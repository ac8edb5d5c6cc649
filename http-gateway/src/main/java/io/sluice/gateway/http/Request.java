package io.sluice.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** A request as it came in, by whichever way through the server. */
public interface Request {
  HttpMethod method();

  /** The path with its query. */
  String uri();

  HttpHeaders headers();

  /** Null when the connection is gone already. */
  @Nullable InetAddress remoteAddress();

  /** All of the body, where it came with the head; null where it is still to be received. */
  byte @Nullable [] whole();

  /** The body as it comes in; each part is released after it was handed on. */
  Flux<ByteBuf> receive();

  /** It may take as long as it flows. */
  void doNotHurry();

  /** Without the query; not decoded. */
  default String path() {
    return new QueryStringDecoder(uri()).rawPath();
  }
}
