package io.sluice.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Packages and files of all modules stay small. */
class BudgetTest {
  private static final Budget BUDGET = new Budget(30, 300);
  private static final String EXCEPTIONS = "over-budget.properties";
  private static final Path MODULES = Path.of("..");

  @TempDir private Path sources;

  @ParameterizedTest
  @ValueSource(strings = {"engine", "http-gateway", "load-tests"})
  void packagesHaveAtMost30TypesAndFilesAtMost300Lines(String module) throws IOException {
    assertThat(BUDGET.violations(MODULES.resolve(module).resolve("src"), exceptions(module)))
        .isEmpty();
  }

  @Test
  void aFileWithOneLineTooManyIsSeen() throws IOException {
    write("a/Fits.java", 3);
    write("a/TooLong.java", 4);

    assertThat(new Budget(2, 3).violations(sources, Map.of()))
        .containsExactly("a/TooLong.java has 4 lines, at most 3 are allowed");
  }

  @Test
  void aPackageWithOneTypeTooManyIsSeen() throws IOException {
    for (String type : List.of("A", "B", "C", "package-info")) {
      write("full/" + type + ".java", 1);
      write("large/" + type + ".java", 1);
    }
    write("large/D.java", 1);

    assertThat(new Budget(3, 3).violations(sources, Map.of()))
        .containsExactly("large has 4 types, at most 3 are allowed");
  }

  @Test
  void anExceptionMayNotGrow() throws IOException {
    write("a/Grows.java", 6);
    write("a/Stays.java", 5);

    assertThat(new Budget(2, 3).violations(sources, Map.of("a/Grows.java", 5, "a/Stays.java", 5)))
        .containsExactly("a/Grows.java has 6 lines, at most 5 are allowed");
  }

  @Test
  void anExceptionThatIsNotNeededIsRefused() throws IOException {
    write("a/Shrunk.java", 3);

    assertThat(
            new Budget(2, 3).violations(sources, Map.of("a/Shrunk.java", 5, "a/Deleted.java", 9)))
        .containsExactly(
            "a/Deleted.java needs its exception no longer",
            "a/Shrunk.java needs its exception no longer");
  }

  private void write(String file, int lines) throws IOException {
    Path path = sources.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, "//\n".repeat(lines));
  }

  /** The exceptions of a module, by the path below its folder {@code src}. */
  private static Map<String, Integer> exceptions(String module) throws IOException {
    Properties all = new Properties();
    try (var in = BudgetTest.class.getResourceAsStream(EXCEPTIONS)) {
      all.load(in);
    }
    String prefix = module + "/src/";
    return all.stringPropertyNames().stream()
        .filter(name -> name.startsWith(prefix))
        .collect(
            Collectors.toMap(
                name -> name.substring(prefix.length()),
                name -> Integer.valueOf(all.getProperty(name))));
  }
}
