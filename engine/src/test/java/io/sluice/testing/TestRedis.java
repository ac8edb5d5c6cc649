package io.sluice.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * A real Redis of a test's own: on loopback, in a directory that goes with it. It forgets
 * everything when it ends, unless it is durable.
 */
public final class TestRedis implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(20);

  /**
   * Below the ports that systems give to connections: none of those takes it while Redis is down.
   */
  private static final int FIRST_PORT = 15_000;

  private static final int LAST_PORT = 32_000;
  private static final int MOST_PORTS_TRIED = 50;

  /** Whatever words the C library has for it. */
  private static final String PORT_IS_TAKEN = "Failed listening on port";

  private static final String SENTINEL_IS_READY = "+monitor master";
  private static final String SENTINEL = "--sentinel";

  private static final String KEEPS_NOTHING = "--appendonly no";
  private static final String ITS_PORT = "PORT";
  private static final String KEEPS_EVERYTHING = "--appendonly yes --appendfsync always";

  private final int port;
  private final String keeps;
  private final Path directory;
  private Process process;

  private TestRedis(int port, String keeps, Path directory) {
    this.port = port;
    this.keeps = keeps;
    this.directory = directory;
  }

  public static TestRedis start() {
    return start(KEEPS_NOTHING);
  }

  /** One that keeps what it acknowledged, for tests that kill it or read its files. */
  public static TestRedis durable() {
    return start(KEEPS_EVERYTHING);
  }

  /**
   * One that keeps nothing, with further arguments of redis-server: {@code --replicaof 127.0.0.1
   * 7000}. A space ends a word, and two of them make an empty one.
   */
  public static TestRedis with(String arguments) {
    return start(KEEPS_NOTHING + " " + arguments);
  }

  /**
   * One that speaks TLS alone, with this certificate, and that lets nobody in but who shows one
   * that the authority has issued.
   */
  public static TestRedis tls(Path certificate, Path key, Path authority) {
    return start(
        KEEPS_NOTHING
            + " --port 0 --tls-port %s --tls-cert-file %s --tls-key-file %s --tls-ca-cert-file %s"
                .formatted(ITS_PORT, certificate, key, authority));
  }

  /** A Sentinel that watches this master, to call it gone after a second without an answer. */
  public static TestRedis sentinelOf(String name, TestRedis master) {
    return start(
        SENTINEL
            + " --sentinel monitor %1$s 127.0.0.1 %2$d 1 --sentinel down-after-milliseconds %1$s 1000"
                .formatted(name, master.port));
  }

  private static TestRedis start(String keeps) {
    try {
      Path directory = Files.createTempDirectory("sluice-redis");
      for (int tried = 0; tried < MOST_PORTS_TRIED; tried++) {
        int port = ThreadLocalRandom.current().nextInt(FIRST_PORT, LAST_PORT);
        TestRedis redis = new TestRedis(port, keeps, directory);
        if (redis.launches()) {
          return redis;
        }
      }
      throw new IllegalStateException("no free port from " + FIRST_PORT + " to " + LAST_PORT);
    } catch (IOException e) {
      throw new IllegalStateException("no Redis for the test", e);
    }
  }

  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  public boolean isUp() {
    return process.isAlive();
  }

  /** Kills the server without a word. */
  public void kill() {
    process.destroyForcibly().onExit().join();
  }

  /** Stops the server where it is: it keeps its connections and answers nothing. */
  public void freeze() {
    signal("STOP");
  }

  /** Lets a frozen server go on. */
  public void thaw() {
    signal("CONT");
  }

  private void signal(String name) {
    try {
      Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
      if (kill.onExit().join().exitValue() != 0) {
        throw new IllegalStateException("cannot send " + name + " to Redis on port " + port);
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot send " + name + " to Redis on port " + port, e);
    }
  }

  /** Starts the server again, on its port and data. */
  public void restart() {
    try {
      if (!launches()) {
        throw new IllegalStateException("port " + port + " of Redis is taken by another process");
      }
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

  /** Whether the port was free. What is asked is the log: on a taken port another one answers. */
  private boolean launches() throws IOException {
    Path log = directory.resolve("redis.log");
    process =
        RedisFile.start(
            new ProcessBuilder(command()).redirectErrorStream(true).redirectOutput(log.toFile()));
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    long deadline = System.nanoTime() + READY_WITHIN.toNanos();
    while (true) {
      boolean ended = endsSoon();
      String said = Files.readString(log);
      if (said.contains("Ready to accept connections") || said.contains(SENTINEL_IS_READY)) {
        return true;
      }
      if (ended && said.contains(PORT_IS_TAKEN)) {
        return false;
      }
      if (ended || System.nanoTime() > deadline) {
        throw new IllegalStateException("Redis on port " + port + " is not ready: " + said);
      }
    }
  }

  private List<String> command() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(RedisFile.path());
    if (keeps.startsWith(SENTINEL)) {
      // It writes down there what it learns, and does not begin without.
      Path file = directory.resolve("sentinel.conf");
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
      command.add(file.toString());
    }
    command.addAll(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", directory.toString(), "--save", ""));
    command.addAll(List.of(keeps.replace(ITS_PORT, String.valueOf(port)).split(" ", -1)));
    return command;
  }

  private boolean endsSoon() {
    try {
      return process.waitFor(5, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
