package io.sluice.gateway.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Objects;

/** A folder of runs, as the load harness leaves them. */
public final class TestRuns {
  private static final String RESULT = "result.json";

  private final Path folder;

  public TestRuns(Path folder) {
    this.folder = folder;
  }

  /** The result of {@code sluice-load run e2e --rate 200/s --duration 2s}, as it was written. */
  public static byte[] real() {
    try (InputStream in =
        Objects.requireNonNull(
            TestRuns.class.getResourceAsStream("/io/sluice/gateway/reports/" + RESULT))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path folder() {
    return folder;
  }

  /** The run of this name has this result; gives its file. */
  public Path put(String name, byte[] result) {
    try {
      return Files.write(Files.createDirectories(folder.resolve(name)).resolve(RESULT), result);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path put(String name, String result) {
    return put(name, result.getBytes(StandardCharsets.UTF_8));
  }

  /** The same, written at that instant. */
  public void put(String name, byte[] result, Instant writtenAt) {
    try {
      Files.setLastModifiedTime(put(name, result), FileTime.from(writtenAt));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
