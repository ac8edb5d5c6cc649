package io.sluice.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How many types a package and how many lines a file may have, in main code and in tests.
 *
 * <p>A place that is over the budget is listed with its size as an exception. It may become smaller
 * and not larger; once it is within the budget its exception is refused, so the list only shrinks.
 */
public final class Budget {
  private static final Set<String> NO_TYPES = Set.of("package-info.java", "module-info.java");

  private final int maxTypes;
  private final int maxLines;

  public Budget(int maxTypes, int maxLines) {
    this.maxTypes = maxTypes;
    this.maxLines = maxLines;
  }

  /**
   * What is wrong below a folder of sources, by path from that folder.
   *
   * @param exceptions the size that each place over the budget may have, by the same paths
   */
  public List<String> violations(Path sources, Map<String, Integer> exceptions) {
    List<String> wrong = new ArrayList<>();
    Set<String> unused = new HashSet<>(exceptions.keySet());
    sizes(sources)
        .forEach(
            (place, size) -> {
              boolean isFile = place.endsWith(".java");
              int budget = isFile ? maxLines : maxTypes;
              int allowed = exceptions.getOrDefault(place, budget);
              if (size > budget) {
                unused.remove(place);
              }
              if (size > allowed) {
                wrong.add(
                    "%s has %d %s, at most %d are allowed"
                        .formatted(place, size, isFile ? "lines" : "types", allowed));
              }
            });
    unused.stream().sorted().forEach(place -> wrong.add(place + " needs its exception no longer"));
    return wrong;
  }

  private static Map<String, Integer> sizes(Path sources) {
    Map<String, Integer> sizes = new TreeMap<>();
    for (Path file : javaFiles(sources)) {
      sizes.put(name(sources, file), lines(file));
      if (!NO_TYPES.contains(file.getFileName().toString())) {
        sizes.merge(name(sources, file.getParent()), 1, Integer::sum);
      }
    }
    return sizes;
  }

  private static List<Path> javaFiles(Path sources) {
    try (Stream<Path> files = Files.walk(sources)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return (int) lines.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Path sources, Path place) {
    return sources.relativize(place).toString().replace('\\', '/');
  }
}
