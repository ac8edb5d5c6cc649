package io.sluice.load.target;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import redis.embedded.RedisServer;

/**
 * A Redis of the run's own: on a free port of the loopback interface, without persistence, gone
 * when the run is.
 */
final class EmbeddedTarget implements Target {
  private static final String LOOPBACK = "127.0.0.1";

  private final RedisServer server;
  private final int port;
  private final Thread stopAtExit = new Thread(this::stop, "stop-embedded-redis");

  private EmbeddedTarget(RedisServer server, int port) {
    this.server = server;
    this.port = port;
  }

  static Target start() {
    int port = freePort();
    RedisServer server =
        RedisServer.builder()
            .port(port)
            .bind(LOOPBACK)
            .setting("save \"\"")
            .setting("appendonly no")
            .build();
    EmbeddedTarget target = new EmbeddedTarget(server, port);
    // Registered first: an interrupt between the two must not leave a server behind.
    Runtime.getRuntime().addShutdownHook(target.stopAtExit);
    server.start();
    return target;
  }

  @Override
  public String redisUri() {
    return "redis://" + LOOPBACK + ':' + port;
  }

  @Override
  public String kind() {
    return Targets.EMBEDDED;
  }

  @Override
  public void close() {
    stop();
    try {
      Runtime.getRuntime().removeShutdownHook(stopAtExit);
    } catch (IllegalStateException e) {
      // The JVM is going down and runs the hook itself; stopping twice does no harm.
      return;
    }
  }

  private synchronized void stop() {
    if (server.isActive()) {
      server.stop();
    }
  }

  private static int freePort() {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no free port on " + LOOPBACK + " for the embedded Redis", e);
    }
  }
}
