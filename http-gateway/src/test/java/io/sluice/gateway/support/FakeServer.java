package io.sluice.gateway.support;

import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRoutes;

/** A server that answers what a test wants, also what no gateway would. */
public final class FakeServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DisposableServer server;
  private final String scheme;

  private final ChannelGroup connections;

  private FakeServer(DisposableServer server, ChannelGroup connections, String scheme) {
    this.server = server;
    this.connections = connections;
    this.scheme = scheme;
  }

  public static FakeServer start(Consumer<HttpServerRoutes> routes) {
    return start(0, routes);
  }

  /** On a port that was used before. */
  public static FakeServer start(int port, Consumer<HttpServerRoutes> routes) {
    return of(HttpServer.create().port(port), "http", routes);
  }

  /** Any server, as it is configured. */
  public static FakeServer of(HttpServer server, String scheme, Consumer<HttpServerRoutes> routes) {
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    return new FakeServer(
        server.host("127.0.0.1").channelGroup(connections).route(routes).bindNow(PATIENCE),
        connections,
        scheme);
  }

  /** One path that answers with this JSON. */
  public static FakeServer answering(String path, String json) {
    return start(
        routes ->
            routes.get(
                path,
                (request, response) ->
                    response
                        .header("Content-Type", "application/json")
                        .sendString(Mono.just(json))));
  }

  public String url() {
    return scheme + "://127.0.0.1:" + server.port();
  }

  public int port() {
    return server.port();
  }

  /** Also those who have a connection find it gone. */
  @Override
  public void close() {
    connections.close().awaitUninterruptibly();
    server.disposeNow(PATIENCE);
  }
}
