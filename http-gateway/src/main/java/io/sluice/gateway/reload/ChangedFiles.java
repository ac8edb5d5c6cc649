package io.sluice.gateway.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

/**
 * Notices that files have changed, by looking at their time and size. Looking is all that works
 * everywhere: on network drives, and where a link is turned to another directory.
 */
public final class ChangedFiles {
  private static final Logger log = LoggerFactory.getLogger(ChangedFiles.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  /**
   * What changed so shortly ago may change again and look the same; it is told of a few times then.
   */
  private static final Duration YOUNG = Duration.ofSeconds(2);

  private record Look(@Nullable Object file, @Nullable Instant modified, long size) {
    static Look at(Path path) {
      try {
        BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
        return new Look(found.fileKey(), found.lastModifiedTime().toInstant(), found.size());
      } catch (IOException notThere) {
        return new Look(null, null, 0);
      }
    }

    boolean isYoung() {
      return modified != null && modified.isAfter(Instant.now().minus(YOUNG));
    }
  }

  private final List<Path> paths;
  private List<Look> last;

  private ChangedFiles(List<Path> paths) {
    this.paths = paths;
    this.last = look();
  }

  /**
   * Runs the action, on a thread that may block, each time one of the files may have changed from
   * now on. What it throws is logged, and it is run again after the next change.
   */
  public static Disposable watch(List<Path> paths, Runnable action) {
    ChangedFiles files = new ChangedFiles(paths);
    return Flux.interval(PERIOD, Schedulers.boundedElastic())
        .onBackpressureDrop()
        .subscribe(
            tick -> files.pass(action),
            error -> log.error("cannot watch {} for changes", paths, error));
  }

  private void pass(Runnable action) {
    try {
      List<Look> now = look();
      boolean changed = !Objects.equals(now, last) || now.stream().anyMatch(Look::isYoung);
      last = now;
      if (changed) {
        action.run();
      }
    } catch (Throwable thrown) {
      log.error("cannot reload {} after a change", paths, thrown);
    }
  }

  private List<Look> look() {
    return paths.stream().map(Look::at).toList();
  }
}
