package io.sluice.gateway.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.sluice.gateway.http.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;

/** A request that was all there when its head was read. */
record WholeRequest(
    HttpMethod method, String uri, HttpHeaders headers, byte[] body, Channel channel)
    implements Request {
  /** Its head was checked; so nothing of it is checked again. */
  private static final DefaultHttpHeadersFactory UNCHECKED =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false);

  static WholeRequest of(RequestHead head, byte[] body, Channel channel) {
    HttpHeaders headers = UNCHECKED.newHeaders();
    for (RequestHead.Field field : head.fields()) {
      headers.add(field.name(), field.value());
    }
    return new WholeRequest(
        HttpMethod.valueOf(head.method()), head.target(), headers, body, channel);
  }

  @Override
  public @Nullable InetAddress remoteAddress() {
    return channel.remoteAddress() instanceof InetSocketAddress remote ? remote.getAddress() : null;
  }

  @Override
  public byte[] whole() {
    return body;
  }

  @Override
  public Flux<ByteBuf> receive() {
    return Flux.defer(() -> Flux.just(Unpooled.wrappedBuffer(body)));
  }

  /** It is all there. */
  @Override
  public void doNotHurry() {}
}
