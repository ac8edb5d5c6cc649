package io.sluice.gateway.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.embedded.EmbeddedRedis;
import io.sluice.gateway.embedded.RedisOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
