package io.sluice.gateway.embedded;

import io.sluice.gateway.problem.FileTrouble;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory that one embedded Redis at a time may use. The lock is the operating system's and
 * goes with the process that holds it, also when that is killed: so whoever gets the lock knows
 * that a server which still runs on this directory is an orphan.
 */
final class DataDir implements AutoCloseable {
  private final Path path;
  private final boolean temporary;
  private final FileChannel lockFile;

  private DataDir(Path path, boolean temporary, FileChannel lockFile) {
    this.path = path;
    this.temporary = temporary;
    this.lockFile = lockFile;
  }

  /** Takes the directory, or a fresh one if there is none given. */
  static DataDir open(@Nullable Path given) {
    try {
      Path path = given == null ? Files.createTempDirectory("sluice-redis-") : given;
      Files.createDirectories(path);
      Path real = path.toRealPath();
      return new DataDir(real, given == null, lock(real));
    } catch (IOException e) {
      throw new EmbeddedRedisException(
          "cannot use data directory " + given + ": " + FileTrouble.of(e), e);
    }
  }

  private static FileChannel lock(Path path) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolve("sluice.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(channel)) {
      channel.close();
      throw new EmbeddedRedisException(
          "data directory "
              + path
              + " is in use by another process: stop that process, or use another directory",
          null);
    }
    return channel;
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  Path path() {
    return path;
  }

  Path pidFile() {
    return path.resolve("redis.pid");
  }

  Path configFile() {
    return path.resolve("redis.conf");
  }

  Path logFile() {
    return path.resolve("redis.log");
  }

  /** Gives the directory free; deletes it if it was only lent. */
  @Override
  public void close() {
    try {
      lockFile.close();
      if (temporary) {
        deleteAll();
      }
    } catch (IOException left) {
      // The lock ends with the process at the latest; what is left lies among temporary files.
    }
  }

  private void deleteAll() throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
