package io.sluice.gateway.reports;

import io.sluice.gateway.problem.FileTrouble;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A folder in which each run of the load harness has a folder of its own. Blocks. */
final class RunFolder {
  /** Older runs are not listed. */
  static final int MOST_RUNS = 200;

  /** What is in the folder beyond these is not looked at. */
  static final int MOST_ENTRIES = 10_000;

  static final String RESULT = "result.json";

  /** Never a way out of the folder: there is no separator, and no dot at the beginning. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._:+=@,~-]{0,127}");

  private static final long LAST_MILLIS = 9_999_999_999_999L;

  private final Path path;

  RunFolder(Path path) {
    this.path = path;
  }

  /**
   * A folder with a result.
   *
   * @param result the file
   * @param size of the file; 0 when it cannot be told
   * @param problem why the file cannot be read; null when nothing is known against it
   */
  record Run(String name, Path result, Instant writtenAt, long size, @Nullable String problem) {
    /** Its place among the others as a text: the newest comes first. */
    String position() {
      long millis = Math.min(Math.max(writtenAt.toEpochMilli(), 0), LAST_MILLIS);
      return "%013d %s".formatted(LAST_MILLIS - millis, name);
    }
  }

  /**
   * @param newest those that are listed, in their order
   * @param total how many there are
   */
  record Runs(List<Run> newest, int total) {}

  Path path() {
    return path;
  }

  /**
   * The newest runs.
   *
   * @throws IOException when the folder cannot be read
   */
  Runs runs() throws IOException {
    List<Run> all = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
      int looked = 0;
      for (Path entry : entries) {
        Run run = runIn(entry);
        if (run != null) {
          all.add(run);
        }
        if (++looked == MOST_ENTRIES) {
          break;
        }
      }
    } catch (DirectoryIteratorException failed) {
      throw failed.getCause();
    }
    all.sort(Comparator.comparing(Run::position));
    return new Runs(List.copyOf(all.subList(0, Math.min(all.size(), MOST_RUNS))), all.size());
  }

  /** The run of this name; null when there is none, or can be none. */
  @Nullable Run run(String name) {
    return NAME.matcher(name).matches() ? runIn(path.resolve(name)) : null;
  }

  /** A folder that is hidden, or has no result, is no run. */
  private static @Nullable Run runIn(Path folder) {
    String name = String.valueOf(folder.getFileName());
    Path file = folder.resolve(RESULT);
    if (name.startsWith(".")) {
      return null;
    }
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      Instant writtenAt = instant(found.lastModifiedTime());
      return new Run(name, file, writtenAt, found.size(), problem(name, found));
    } catch (NoSuchFileException none) {
      return null;
    } catch (IOException unreadable) {
      return closed(folder, name, file, unreadable);
    }
  }

  private static @Nullable String problem(String name, BasicFileAttributes found) {
    if (!NAME.matcher(name).matches()) {
      return "the name of this folder cannot stand in an address; rename it: letters, digits and"
          + " . _ : + = @ , ~ - are possible, 128 at most";
    }
    return found.isRegularFile() ? null : RESULT + " is no file; move away what is in its place";
  }

  private static @Nullable Run closed(Path folder, String name, Path file, IOException unreadable) {
    try {
      return Files.isDirectory(folder)
          ? new Run(
              name,
              file,
              instant(Files.getLastModifiedTime(folder)),
              0,
              RESULT + " cannot be read: " + FileTrouble.of(unreadable))
          : null;
    } catch (IOException gone) {
      return null;
    }
  }

  /** As exact as it is written. */
  private static Instant instant(FileTime time) {
    return Instant.ofEpochMilli(time.toMillis());
  }
}
