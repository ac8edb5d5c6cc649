package io.sluice.gateway.push;

import io.sluice.gateway.problem.FileTrouble;
import io.sluice.gateway.reload.ChangedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;

/**
 * The file that says which targets may be called, and by which keys. It is read again when it
 * changes; while it cannot be read the rules stay as they were.
 */
public final class PushFile {
  private static final Logger log = LoggerFactory.getLogger(PushFile.class);
  private static final long MAX_BYTES = 1024 * 1024;

  private final Path path;
  private final Disposable.Swap watch = Disposables.swap();
  private volatile PushRules now = PushRules.NONE;
  private @Nullable String trouble;

  private PushFile(Path path) {
    this.path = path;
  }

  /**
   * Reads it and keeps watch over it. Blocks.
   *
   * @throws InvalidPushFileException when it cannot be used
   */
  public static PushFile open(Path path) {
    PushFile file = new PushFile(path);
    file.watch.update(ChangedFiles.watch(List.of(path), file::reload));
    try {
      file.take(file.read());
      return file;
    } catch (InvalidPushFileException unusable) {
      file.watch.dispose();
      throw unusable;
    }
  }

  PushRules now() {
    return now;
  }

  /** Does not look at it any more. */
  public void close() {
    watch.dispose();
  }

  private synchronized void reload() {
    try {
      take(read());
    } catch (InvalidPushFileException unusable) {
      if (!Objects.equals(trouble, unusable.getMessage())) {
        trouble = unusable.getMessage();
        log.error("the push file was not reloaded, the previous rules stay: {}", trouble);
      }
    }
  }

  private synchronized void take(PushRules fresh) {
    now = fresh;
    trouble = null;
    if (fresh.allowed().isEmpty()) {
      log.warn("the push file {} allows no target, so none is called", path);
    }
  }

  private PushRules read() {
    PushLines lines = new PushLines();
    int number = 0;
    for (String line : text().lines().toList()) {
      number++;
      try {
        lines.add(line);
      } catch (IllegalArgumentException bad) {
        throw new InvalidPushFileException(path + " line " + number + ": " + bad.getMessage(), bad);
      }
    }
    return lines.rules();
  }

  private String text() {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new InvalidPushFileException(path + " is larger than " + MAX_BYTES + " bytes", null);
      }
      return Files.readString(path);
    } catch (IOException e) {
      throw new InvalidPushFileException(
          "cannot read the push file " + path + ": " + FileTrouble.of(e), e);
    }
  }
}
