package io.sluice.load.fault;

import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import io.sluice.load.target.Target;
import io.sluice.load.target.Targets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A Redis of the run's own that may be killed: it writes down what it holds, and comes back at the
 * same port with all of it.
 */
public final class OwnRedis implements Target {
  private final Path folder;
  private final RedisOptions options;
  private final int port;
  private volatile EmbeddedRedis server;

  private OwnRedis(Path folder, RedisOptions options, EmbeddedRedis server) {
    this.folder = folder;
    this.options = options;
    this.port = server.port();
    this.server = server;
  }

  /**
   * Starts it on a free port, with a folder that goes when it is closed.
   *
   * @param toBeKilled it will be, and must keep all that it acknowledged: so it syncs before each
   *     answer. Otherwise it syncs once a second, and may answer while that takes long
   */
  public static OwnRedis start(boolean toBeKilled) {
    try {
      Path folder = Files.createTempDirectory("sluice-chaos-");
      RedisOptions options = options(folder, toBeKilled ? "always" : "everysec");
      return new OwnRedis(folder, options, EmbeddedRedis.start(options));
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for the embedded Redis", e);
    }
  }

  private static RedisOptions options(Path folder, String sync) {
    return RedisOptions.durable(folder)
        .withConfig("appendfsync", sync)
        // Only to fail a snapshot on purpose: no directive of these writes one by itself.
        .withConfig("stop-writes-on-bgsave-error", "yes");
  }

  int port() {
    return port;
  }

  Path folder() {
    return folder;
  }

  /** Stops it where it is, or lets it go on. */
  void signal(Signal signal) {
    signal.to(server.pid());
  }

  /** Kills it, and starts it again on what it had written; gives back when it answers. */
  void restart() {
    kill();
    startAgain(0);
  }

  /** Leaves it dead, its port free. */
  void kill() {
    signal(Signal.KILL);
    server.close();
  }

  /**
   * Starts it, and gives back when it has read all it had written.
   *
   * @param loadDelayMicros how long it dawdles over each command that it reads
   */
  void startAgain(int loadDelayMicros) {
    server =
        EmbeddedRedis.start(
            options.withPort(port).withConfig("key-load-delay", String.valueOf(loadDelayMicros)));
  }

  @Override
  public String redisUri() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public String kind() {
    return Targets.EMBEDDED;
  }

  @Override
  public void close() {
    signal(Signal.CONT);
    server.close();
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException left) {
      // It lies among temporary files, which the system cleans.
    }
  }
}
