package io.sluice.gateway.embedded;

import io.sluice.gateway.problem.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import redis.embedded.RedisExecProvider;

/** The redis-server that comes inside the jar, unpacked for one start. */
final class RedisBinary implements AutoCloseable {
  /** Part of the name of every binary, by which its processes are known. */
  static final String NAME = "redis-server";

  private static final Duration RUNNABLE_WITHIN = Duration.ofSeconds(10);

  /** ETXTBSY: some process has the file open for writing. */
  private static final String BUSY = "error=26,";

  private final Path file;

  private RedisBinary(Path file) {
    this.file = file;
  }

  static RedisBinary unpack() {
    String system = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    try {
      RedisBinary binary = new RedisBinary(RedisExecProvider.defaultProvider().get().toPath());
      binary.awaitRunnable();
      return binary;
    } catch (IllegalArgumentException noBinary) {
      throw new EmbeddedRedisException(
          "there is no embedded Redis for "
              + system
              + ": start a Redis and pass its URL with --redis",
          noBinary);
    } catch (IOException e) {
      throw new EmbeddedRedisException(
          "cannot unpack and run the embedded Redis in "
              + System.getProperty("java.io.tmpdir")
              + ": "
              + FileTrouble.of(e)
              + ": pass another directory with -Djava.io.tmpdir, or start a Redis and pass its URL"
              + " with --redis",
          e);
    }
  }

  /**
   * A process that another thread started while the file was written holds it open until it has
   * become another program, and nobody can run a file that is open for writing. Nobody opens it
   * again: once it runs, it runs.
   */
  void awaitRunnable() throws IOException {
    ProcessBuilder trial =
        new ProcessBuilder(file.toString(), "--version")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
    long end = System.nanoTime() + RUNNABLE_WITHIN.toNanos();
    while (true) {
      try {
        trial.start();
        return;
      } catch (IOException e) {
        if (!String.valueOf(e.getMessage()).contains(BUSY) || System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  Path file() {
    return file;
  }

  /** A process that runs does not need its file any more, so none is left behind by a crash. */
  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      Path dir = file.getParent();
      if (dir != null) {
        Files.deleteIfExists(dir);
      }
    } catch (IOException left) {
      // It lies in the directory for temporary files, which the system cleans.
    }
  }
}
