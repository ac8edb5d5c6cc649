package io.sluice.junit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import redis.embedded.RedisExecProvider;

/**
 * A Redis for the tests of this process, in a directory that goes with it. Starting it blocks until
 * it answers: for threads of tests.
 */
final class TestServer implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(20);
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);
  private static final int LOOK_EVERY_MS = 20;
  private static final int ANSWERS_WITHIN_MS = 500;
  private static final int TRIES = 3;

  /** ETXTBSY: some process has the file open for writing. */
  private static final String FILE_IS_BUSY = "error=26,";

  private final int port;
  private final Path directory;
  private final Process process;

  private TestServer(int port, Path directory, Process process) {
    this.port = port;
    this.directory = directory;
    this.process = process;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "sluice-test-redis-stop"));
  }

  /** A port that was free a moment ago may be taken meanwhile; then it is tried again. */
  static TestServer start() {
    for (int tries = 1; ; tries++) {
      TestServer server = launch();
      if (server.answersInTime()) {
        return server;
      }
      String log = server.log();
      server.close();
      if (tries == TRIES) {
        throw new IllegalStateException("the Redis for tests did not start: " + log);
      }
    }
  }

  String uri() {
    return "redis://127.0.0.1:" + port;
  }

  /** Repeatable. */
  @Override
  public void close() {
    process.destroyForcibly();
    try {
      boolean unused = process.waitFor(ENDS_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    removeDirectory();
  }

  private static TestServer launch() {
    try {
      int port = freePort();
      Path directory = Files.createTempDirectory("sluice-test-redis");
      return new TestServer(port, directory, process(port, directory));
    } catch (IOException e) {
      throw new IllegalStateException("cannot start a Redis for tests", e);
    }
  }

  private static Process process(int port, Path directory) throws IOException {
    List<String> command =
        List.of(
            RedisExecProvider.defaultProvider().get().getAbsolutePath(),
            "--port",
            String.valueOf(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            directory.toString(),
            "--save",
            "",
            "--appendonly",
            "no");
    return start(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("redis.log").toFile()));
  }

  /**
   * A process that another thread started while the server was unpacked holds its file open for
   * writing until it has become another program: as long as that, the start is repeated.
   */
  static Process start(ProcessBuilder server) throws IOException {
    long end = System.nanoTime() + READY_WITHIN.toNanos();
    while (true) {
      try {
        return server.start();
      } catch (IOException e) {
        if (!String.valueOf(e.getMessage()).contains(FILE_IS_BUSY) || System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }

  private boolean answersInTime() {
    long end = System.nanoTime() + READY_WITHIN.toNanos();
    while (process.isAlive() && System.nanoTime() < end) {
      if (answers()) {
        return true;
      }
      rest();
    }
    return false;
  }

  private void rest() {
    try {
      boolean unused = process.waitFor(LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the Redis for tests starts", e);
    }
  }

  private boolean answers() {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWERS_WITHIN_MS);
      socket.setSoTimeout(ANSWERS_WITHIN_MS);
      socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read() == '+';
    } catch (IOException e) {
      return false;
    }
  }

  private String log() {
    try {
      return Files.readString(directory.resolve("redis.log")).strip();
    } catch (IOException e) {
      return "its log cannot be read";
    }
  }

  private void removeDirectory() {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      directory.toFile().deleteOnExit();
    }
  }
}
