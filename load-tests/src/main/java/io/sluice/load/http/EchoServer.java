package io.sluice.load.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;

/**
 * A server that takes a request and does nothing with it, in answers as large as the gateway's
 * shortest: how fast this client, this stack and this machine are without Sluice.
 */
public final class EchoServer implements AutoCloseable {
  private static final String LOCATION = "/v1/queues/load-0000000000000000/tasks/";
  private static final String ID = "01k9x2w4m8zq3v7b5c6d7e8f9g";
  private static final int ACCEPTED = 202;

  private final DisposableServer server;

  private EchoServer(DisposableServer server) {
    this.server = server;
  }

  /**
   * Listens on loopback. Cold; errors when the port is taken.
   *
   * @param port 0 for a free one
   */
  public static Mono<EchoServer> start(int port) {
    return HttpServer.create()
        .host("127.0.0.1")
        .port(port)
        .handle(EchoServer::answer)
        .bind()
        .map(EchoServer::new);
  }

  public String url() {
    return "http://127.0.0.1:" + server.port();
  }

  /** Completes when it is closed. */
  public Mono<Void> whenClosed() {
    return server.onDispose();
  }

  @Override
  public void close() {
    server.dispose();
  }

  private static Mono<Void> answer(HttpServerRequest request, HttpServerResponse response) {
    return request
        .receive()
        .aggregate()
        .asByteArray()
        .then(
            Mono.defer(
                () ->
                    response
                        .status(ACCEPTED)
                        .header("X-Request-Id", ID)
                        .header(HttpHeaderNames.LOCATION, LOCATION + ID)
                        .header("Preference-Applied", "return=minimal")
                        .header(HttpHeaderNames.CONTENT_LENGTH, "0")
                        .send()
                        .then()));
  }
}
