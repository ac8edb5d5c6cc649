package io.sluice.gateway.embedded;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import redis.embedded.RedisExecProvider;

/** The redis-server that comes inside the jar, unpacked for one start. */
final class RedisBinary implements AutoCloseable {
  /** Part of the name of every binary, by which its processes are known. */
  static final String NAME = "redis-server";

  private final Path file;

  private RedisBinary(Path file) {
    this.file = file;
  }

  static RedisBinary unpack() {
    String system = System.getProperty("os.name") + " on " + System.getProperty("os.arch");
    try {
      File unpacked = RedisExecProvider.defaultProvider().get();
      return new RedisBinary(unpacked.toPath());
    } catch (IllegalArgumentException noBinary) {
      throw new EmbeddedRedisException(
          "there is no embedded Redis for "
              + system
              + ": start a Redis and pass its URL with --redis",
          noBinary);
    } catch (IOException e) {
      throw new EmbeddedRedisException("cannot unpack the embedded Redis for " + system, e);
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
