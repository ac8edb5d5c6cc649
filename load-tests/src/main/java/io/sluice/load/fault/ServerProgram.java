package io.sluice.load.fault;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

/** The program of the servers of a run: one that is named, or the one that comes along. */
final class ServerProgram implements AutoCloseable {
  private static final Duration RUNNABLE_WITHIN = Duration.ofSeconds(10);

  /** ETXTBSY: a process that was started while the file was written still has it open. */
  private static final String BUSY = "error=26,";

  private final Path file;
  private final boolean unpacked;

  private ServerProgram(Path file, boolean unpacked) {
    this.file = file;
    this.unpacked = unpacked;
  }

  /**
   * @param named null for the one that comes along, which is unpacked
   */
  static ServerProgram of(@Nullable Path named) throws IOException {
    if (named != null) {
      return new ServerProgram(named, false);
    }
    try {
      return new ServerProgram(RedisExecProvider.defaultProvider().get().toPath(), true);
    } catch (IllegalArgumentException noBinary) {
      throw new IllegalStateException(
          "no redis-server for this system comes along: name one with --redis-server", noBinary);
    }
  }

  String path() {
    return file.toString();
  }

  /** Starts it, as soon as nobody has its file open for writing any more. */
  static Process start(ProcessBuilder server) throws IOException {
    long end = System.nanoTime() + RUNNABLE_WITHIN.toNanos();
    while (true) {
      try {
        return server.start();
      } catch (IOException e) {
        if (!String.valueOf(e.getMessage()).contains(BUSY) || System.nanoTime() > end) {
          throw e;
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      if (unpacked) {
        Files.deleteIfExists(file);
      }
    } catch (IOException left) {
      // It lies among temporary files, which the system cleans.
    }
  }
}
