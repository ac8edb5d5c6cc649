package io.sluice.testing;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import redis.embedded.RedisExecProvider;

/**
 * The redis-server of the tests: the one that {@code -Dredis.server=PATH} names, else one that is
 * unpacked once in a process.
 */
final class RedisFile {
  private static final Duration RUNNABLE_WITHIN = Duration.ofSeconds(10);

  /** ETXTBSY: some process has the file open for writing. */
  private static final String BUSY = "error=26,";

  private static @Nullable String path;

  static synchronized String path() throws IOException {
    if (path == null) {
      path = System.getProperty("redis.server");
    }
    if (path == null) {
      path = RedisExecProvider.defaultProvider().get().getAbsolutePath();
    }
    return path;
  }

  /**
   * Starts the server. A process that another thread started while the file was unpacked holds it
   * open for writing until it has become another program: as long as that, the start is repeated.
   */
  static Process start(ProcessBuilder server) throws IOException {
    long deadline = System.nanoTime() + RUNNABLE_WITHIN.toNanos();
    while (true) {
      try {
        return server.start();
      } catch (IOException e) {
        if (!String.valueOf(e.getMessage()).contains(BUSY) || System.nanoTime() > deadline) {
          throw e;
        }
      }
    }
  }

  private RedisFile() {}
}
