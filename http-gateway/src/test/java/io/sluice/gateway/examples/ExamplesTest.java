package io.sluice.gateway.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples that are projects of their own: built by Maven against the engine, and run. */
@Tag("proof")
class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "docs", "examples").toAbsolutePath();

  @TempDir private Path dir;

  @Test
  void aPlainProjectRunsOnTheClassPathOnTheModulePathAndInASmallRuntime() throws Exception {
    assertThat(said("library/run.sh"))
        .contains(
            "class path: sent to ann@example.com",
            "module path: sent to ann@example.com",
            "runtime image, class path: sent to ann@example.com",
            "runtime image, module path: sent to ann@example.com");
  }

  /** Boot 4.1.2 names a Netty whose native parts are not in every repository. */
  @ParameterizedTest
  @ValueSource(strings = {"3.5.16", "4.0.7", "4.1.2:plain"})
  void anApplicationOfSpringRunsTasksAndLosesNoneAtItsEnd(String boot) throws Exception {
    assertThat(said("spring/run.sh", boot))
        .contains("its test passes", "{\"messageId\":\"sent to ann\"}, healthy", "none missing");

    assertThat(passed("boot-" + boot.replace(":plain", ""), "io.sluice.spring.RedisBundleTest"))
        .containsPattern("[0-9]+ tests passed, 0 failed");
  }

  /**
   * The same application on the libraries of each framework, and the contract of the store there.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {"boot-3.5.16", "boot-4.0.7", "boot-4.1.2", "micronaut-4.10.8", "quarkus-3.33.2"})
  void whatAFrameworkManagesRunsTheEngineAndKeepsTheContract(String framework) throws Exception {
    assertThat(said("managed/run.sh", framework))
        .contains("Lettuce", "2000 tasks ended once, through a cut of all connections");

    assertThat(passed(framework, "io.sluice.redis.RedisTaskStoreTest"))
        .containsPattern("[0-9]{3,} tests passed, 0 failed");
  }

  /** A test of the engine on the libraries of what was made there; what it says when it passes. */
  private String passed(String made, String test) throws Exception {
    Path said = dir.resolve("test.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                testsOn(dir.resolve("made").resolve(made).resolve("lib")),
                "io.sluice.libraries.ContractRun",
                test)
            .directory(Path.of("..", "engine").toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = process.waitFor(10, TimeUnit.MINUTES);
    process.destroyForcibly();
    String text = Files.readString(said);
    assertThat(ended && process.exitValue() == 0).as(text).isTrue();
    return text;
  }

  /** What is managed there, then the tests of the engine, then what only tests need. */
  private static String testsOn(Path managed) throws IOException {
    List<String> path = new ArrayList<>();
    Set<String> there = new HashSet<>();
    try (Stream<Path> jars = Files.list(managed)) {
      jars.forEach(
          jar -> {
            path.add(jar.toString());
            there.add(artifact(jar));
          });
    }
    path.add(Path.of("..", "engine", "target", "test-classes").toAbsolutePath().toString());
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(entry -> entry.toString().endsWith(".jar"))
        .filter(jar -> !artifact(jar).startsWith("sluice") && !artifact(jar).startsWith("netty"))
        .filter(jar -> there.add(artifact(jar)))
        .forEach(jar -> path.add(jar.toString()));
    return String.join(File.pathSeparator, path);
  }

  private static String artifact(Path jar) {
    return String.valueOf(jar.getFileName()).replaceFirst("-\\d.*", "");
  }

  private String said(String script, String... more) throws Exception {
    Path said = dir.resolve("said.txt");
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY)) {
      List<String> command =
          new ArrayList<>(
              List.of(EXAMPLES.resolve(script).toString(), dir.resolve("made").toString()));
      command.addAll(List.of(more));
      ProcessBuilder run = new ProcessBuilder(command);
      run.environment().put("SLUICE_REDIS_URL", redis.uri());
      run.environment().put("JAVA_HOME", System.getProperty("java.home"));
      Process process = run.redirectErrorStream(true).redirectOutput(said.toFile()).start();
      boolean ended = process.waitFor(15, TimeUnit.MINUTES);
      process.destroyForcibly();
      String text = Files.readString(said);
      assertThat(ended && process.exitValue() == 0).as(text).isTrue();
      return text;
    }
  }
}
