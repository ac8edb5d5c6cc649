package io.sluice.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The seed with which each mutant was found last, in a file beside the test: a build begins with
 * it, since nearly all of a search is spent on seeds that find nothing. {@code -Dseeds.search=true}
 * searches each time, and {@code -Dseeds.record=true} writes those that find into the file in place
 * of those that find no more.
 */
public final class RecordedSeeds {
  private static final boolean RECORDS = Boolean.getBoolean("seeds.record");
  private static final boolean SEARCHES = Boolean.getBoolean("seeds.search");

  /**
   * The order of a scan differs from server to server: a seed is kept that finds on all of them.
   */
  private static final int SERVERS_TO_RECORD_ON = 4;

  private final Class<?> test;
  private final Properties recorded = new Properties();
  private final Map<String, Long> found = new TreeMap<>();

  private RecordedSeeds(Class<?> test) {
    this.test = test;
  }

  /** Those of a test; none when its file is not there yet. */
  public static RecordedSeeds of(Class<?> test) {
    RecordedSeeds seeds = new RecordedSeeds(test);
    try (InputStream file = test.getResourceAsStream(fileName(test))) {
      if (file != null) {
        seeds.recorded.load(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + fileName(test), e);
    }
    return seeds;
  }

  /** On how many servers a seed must find the mutant. */
  public static int servers() {
    return RECORDS ? SERVERS_TO_RECORD_ON : 1;
  }

  /** The seed to begin with; none when all are to be searched. */
  public OptionalLong of(Enum<?> mutant) {
    String seed = SEARCHES ? null : recorded.getProperty(mutant.name());
    return seed == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(seed));
  }

  /** A mutant was found with this seed. Says so where the file says otherwise. */
  public void found(Enum<?> mutant, long seed) {
    found.put(mutant.name(), seed);
    String before = recorded.getProperty(mutant.name());
    if (!SEARCHES && !RECORDS && !String.valueOf(seed).equals(before)) {
      System.out.println(
          mutant.name()
              + " is found with seed "
              + seed
              + (before == null ? ", and none is recorded" : ", and no more with " + before)
              + ": run "
              + test.getSimpleName()
              + " with -Dseeds.record=true");
    }
  }

  /** Writes the file, if that was asked for. To be called when all tests are over. */
  public void close() {
    if (RECORDS) {
      Map<String, Object> all = new TreeMap<>();
      recorded.stringPropertyNames().forEach(name -> all.put(name, recorded.getProperty(name)));
      all.putAll(found);
      List<String> lines =
          all.entrySet().stream().map(seed -> seed.getKey() + "=" + seed.getValue()).toList();
      Path file =
          Path.of(System.getProperty("basedir", ""), "src/test/resources")
              .resolve(test.getPackageName().replace('.', '/'))
              .resolve(fileName(test));
      try {
        Files.createDirectories(file.getParent());
        Files.writeString(file, lines.stream().collect(Collectors.joining("\n", "", "\n")));
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write " + file, e);
      }
    }
  }

  private static String fileName(Class<?> test) {
    return test.getSimpleName() + ".seeds";
  }
}
