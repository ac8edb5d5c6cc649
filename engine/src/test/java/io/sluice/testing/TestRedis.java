package io.sluice.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.embedded.RedisExecProvider;

/** A real Redis of a test's own: on loopback, in a directory that goes with it. */
public final class TestRedis implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(20);

  private final int port;
  private final Path directory;
  private Process process;

  private TestRedis(int port, Path directory) throws IOException {
    this.port = port;
    this.directory = directory;
    this.process = launch();
  }

  public static TestRedis start() {
    try {
      return new TestRedis(freePort(), Files.createTempDirectory("sluice-redis"));
    } catch (IOException e) {
      throw new IllegalStateException("no Redis for the test", e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** Kills the server without a word. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Starts the server again, on its port and data. */
  public void restart() {
    try {
      process = launch();
    } catch (IOException e) {
      throw new IllegalStateException("Redis does not come back", e);
    }
  }

  @Override
  public void close() {
    kill();
    try (var files = Files.walk(directory)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new IllegalStateException("cannot remove " + directory, e);
    }
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(RedisExecProvider.defaultProvider().get().getAbsolutePath());
    command.addAll(
        List.of(
            "--port",
            String.valueOf(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            directory.toString(),
            "--save",
            "",
            "--appendonly",
            "yes",
            "--appendfsync",
            "always"));
    Process started =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("redis.log").toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (!answers()) {
      if (System.nanoTime() > deadline || !started.isAlive()) {
        throw new IllegalStateException(
            "Redis on port "
                + port
                + " is not ready: "
                + Files.readString(directory.resolve("redis.log")));
      }
      try {
        started.waitFor(20, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
    return started;
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 200);
      socket.setSoTimeout(500);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = socket.getInputStream();
      return in.read() == '+';
    } catch (IOException e) {
      return false;
    }
  }
}
