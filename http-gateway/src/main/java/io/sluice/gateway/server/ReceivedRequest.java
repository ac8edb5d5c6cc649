package io.sluice.gateway.server;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.sluice.gateway.http.Request;
import io.sluice.gateway.http.RequestClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.netty.http.server.HttpServerRequest;

/** A request that Reactor Netty hands on; its body is received part by part. */
record ReceivedRequest(HttpServerRequest request) implements Request {
  @Override
  public HttpMethod method() {
    return request.method();
  }

  @Override
  public String uri() {
    return request.uri();
  }

  @Override
  public HttpHeaders headers() {
    return request.requestHeaders();
  }

  @Override
  public @Nullable InetAddress remoteAddress() {
    InetSocketAddress remote = request.remoteAddress();
    return remote == null ? null : remote.getAddress();
  }

  @Override
  public byte @Nullable [] whole() {
    return null;
  }

  @Override
  public Flux<ByteBuf> receive() {
    return request.receive();
  }

  @Override
  public void doNotHurry() {
    request.withConnection(RequestClock::doNotHurry);
  }
}
