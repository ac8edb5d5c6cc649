package io.sluice.gateway.embedded;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One redis-server process, from its start until it answers, and its stop. */
final class RedisProcess {
  /** Long, since a large append-only file is read first. */
  private static final Duration START_TIMEOUT = Duration.ofMinutes(2);

  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration LOOK_PERIOD = Duration.ofMillis(20);
  private static final int MAX_LOG_CHARS = 500;

  private final Process process;
  private final int port;
  private final Path log;

  private RedisProcess(Process process, int port, Path log) {
    this.process = process;
    this.port = port;
    this.log = log;
  }

  /** Starts it. It answers when {@link #awaitReady} returns. */
  static RedisProcess launch(RedisBinary binary, RedisOptions options, DataDir dir) {
    int port = options.port() == 0 ? freePort() : options.port();
    try {
      Files.writeString(
          dir.configFile(), RedisConfigFile.text(options, port, dir.path(), dir.pidFile()));
      Process process =
          new ProcessBuilder(command(binary.file(), dir.configFile()))
              .directory(dir.path().toFile())
              .redirectErrorStream(true)
              .redirectOutput(dir.logFile().toFile())
              .start();
      return new RedisProcess(process, port, dir.logFile());
    } catch (IOException e) {
      throw new EmbeddedRedisException("cannot start the embedded Redis in " + dir.path(), e);
    }
  }

  long pid() {
    return process.pid();
  }

  int port() {
    return port;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  void awaitEnd() throws InterruptedException {
    process.waitFor();
  }

  /** How it ended, and what it said last. */
  String lastWords() {
    String text = logText();
    String tail = text.substring(Math.max(0, text.length() - MAX_LOG_CHARS)).strip();
    String said = tail.isEmpty() ? "" : ": " + tail.replaceAll("\\s+", " ");
    return "redis-server ended with " + process.exitValue() + said;
  }

  /** Lets it write what it holds and end; kills it if it does not. */
  void stop() {
    process.destroy();
    if (!endsWithin(STOP_TIMEOUT)) {
      process.destroyForcibly();
      if (!endsWithin(STOP_TIMEOUT)) {
        throw new EmbeddedRedisException("cannot stop redis-server process " + pid(), null);
      }
    }
  }

  /**
   * @throws EmbeddedRedisException when it ends before it answers, or does not answer in time
   */
  void awaitReady() {
    long end = System.nanoTime() + START_TIMEOUT.toNanos();
    while (RedisProbe.ask(port, pid()) != RedisProbe.Finding.READY) {
      if (endsWithin(LOOK_PERIOD)) {
        throw notStarted();
      }
      if (System.nanoTime() > end) {
        throw new EmbeddedRedisException(
            "the embedded Redis did not answer within " + START_TIMEOUT.toSeconds() + " s", null);
      }
    }
  }

  private EmbeddedRedisException notStarted() {
    String text = logText();
    String tail = text.substring(Math.max(0, text.length() - MAX_LOG_CHARS)).strip();
    return text.contains("Failed listening on port")
        ? new PortTakenException(port)
        : new EmbeddedRedisException(
            "the embedded Redis did not start: " + tail.replaceAll("\\s+", " "), null);
  }

  private String logText() {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new EmbeddedRedisException("the embedded Redis did not start; see " + log, e);
    }
  }

  private boolean endsWithin(Duration time) {
    try {
      return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new EmbeddedRedisException("interrupted", e);
    }
  }

  /**
   * In a session of its own, where there is a program for that: else a Ctrl-C on the terminal would
   * end Redis together with this process, before that has brought its work to an end.
   */
  private static List<String> command(Path binary, Path config) {
    List<String> command = new ArrayList<>();
    String path = System.getenv().getOrDefault("PATH", "");
    Stream.of(path.split(File.pathSeparator, -1))
        .filter(dir -> !dir.isBlank())
        .map(dir -> new File(dir, "setsid"))
        .filter(File::canExecute)
        .findFirst()
        .ifPresent(setsid -> command.add(setsid.getPath()));
    command.add(binary.toString());
    command.add(config.toString());
    return command;
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new EmbeddedRedisException("no free port on the loopback interface", e);
    }
  }
}
