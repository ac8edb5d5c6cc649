package io.sluice.gateway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A redis-server whose parent was killed and that still runs on a data directory. It must go before
 * another one starts there, or two would write the same files.
 *
 * <p>Redis writes its process id to a file when it starts. A process with that id which began
 * before the file was written is that server: an id belongs to one process at a time.
 */
final class Orphan {
  private static final Duration TERM_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration KILL_TIMEOUT = Duration.ofSeconds(5);
  private static final long LOOK_MILLIS = 50;

  /** Process start times are known to the second only. */
  private static final Duration CLOCK_GRAIN = Duration.ofSeconds(2);

  /** Stops the server that the file names, if it still runs. */
  static void stop(Path pidFile) {
    try {
      Optional<ProcessHandle> found = find(pidFile);
      if (found.isPresent()) {
        ProcessHandle orphan = found.get();
        orphan.destroy();
        if (!ended(orphan, TERM_TIMEOUT)) {
          orphan.destroyForcibly();
          if (!ended(orphan, KILL_TIMEOUT)) {
            throw new EmbeddedRedisException(
                "the redis-server that still runs on this data directory, process "
                    + orphan.pid()
                    + ", cannot be stopped: stop it manually",
                null);
          }
        }
      }
      Files.deleteIfExists(pidFile);
    } catch (IOException e) {
      throw new EmbeddedRedisException("cannot read " + pidFile, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedRedisException("interrupted", e);
    }
  }

  private static Optional<ProcessHandle> find(Path pidFile) throws IOException {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    String text = Files.readString(pidFile).strip();
    if (!text.matches("[0-9]{1,18}")) {
      return Optional.empty();
    }
    Instant written = Files.getLastModifiedTime(pidFile).toInstant();
    return ProcessHandle.of(Long.parseLong(text))
        .filter(Orphan::isRedis)
        .filter(
            process ->
                process
                    .info()
                    .startInstant()
                    .filter(start -> start.isBefore(written.plus(CLOCK_GRAIN)))
                    .isPresent());
  }

  /** Not so of a zombie, which is over though nobody has asked for its exit code. */
  private static boolean isRedis(ProcessHandle process) {
    return process.isAlive()
        && process.info().command().filter(path -> path.contains(RedisBinary.NAME)).isPresent();
  }

  private static boolean ended(ProcessHandle process, Duration within) throws InterruptedException {
    long end = System.nanoTime() + within.toNanos();
    while (isRedis(process) && System.nanoTime() < end) {
      try {
        process.onExit().get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException notYet) {
        // Looks again: the exit of a zombie is never told.
      } catch (ExecutionException e) {
        throw new EmbeddedRedisException("cannot watch process " + process.pid(), e);
      }
    }
    return !isRedis(process);
  }

  private Orphan() {}
}
