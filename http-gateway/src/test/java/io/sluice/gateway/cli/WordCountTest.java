package io.sluice.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example of the documentation counts a small text as one process does. */
@Timeout(120)
class WordCountTest extends RemoteCommands {
  private static final Path SOURCE =
      Path.of("..", "docs", "examples", "word-count", "WordCount.java");
  private static final String NAME = "WordCount";
  private static final int PARTS = 20;
  private static final long BYTES = 100_000;

  @TempDir private Path dir;
  private URLClassLoader loader;
  private Process worker;
  private Path text;
  private Object alone;

  @BeforeEach
  void compileAndStartAWorker() throws Exception {
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(null, null, null, "-proc:none", "-d", dir.toString(), SOURCE.toString());
    assertThat(compiled).isZero();
    loader =
        new URLClassLoader(
            new java.net.URL[] {dir.toUri().toURL()}, WordCountTest.class.getClassLoader());
    text = dir.resolve("text.txt");
    call("generate", text, BYTES);
    alone = call("countAlone", text);
    worker =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                dir + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                NAME,
                "worker",
                redis())
            .redirectErrorStream(true)
            .start();
    started(worker.inputReader(UTF_8));
  }

  @AfterEach
  void end() throws IOException {
    worker.destroyForcibly();
    loader.close();
  }

  @Test
  void byMapAndFromJavaTheCountsAreThoseOfOneProcess() throws Exception {
    assertThat((Map<?, ?>) alone).hasSizeGreaterThan(100);
    assertThat(call("scatter", redis(), text, PARTS)).isEqualTo(alone);

    ByteArrayOutputStream parts = new ByteArrayOutputStream();
    call("split", text, PARTS, new PrintStream(parts, true, UTF_8));
    CommandRun run = runWithInput(parts.toString(UTF_8), "map", "words", "words.count");

    assertThat(run.exitCode()).as(run.err()).isZero();
    Path results = Files.writeString(dir.resolve("results.ndjson"), run.out());
    assertThat(call("merge", results)).isEqualTo(alone);
  }

  private static String redis() {
    return gateway().redis().uri();
  }

  private static void started(BufferedReader log) throws IOException {
    String line = log.readLine();
    while (line != null && !line.equals("worker started")) {
      line = log.readLine();
    }
    assertThat(line).isNotNull();
  }

  private Object call(String name, Object... arguments) throws Exception {
    Class<?> example = loader.loadClass(NAME);
    Method method =
        List.of(example.getDeclaredMethods()).stream()
            .filter(each -> each.getName().equals(name))
            .findFirst()
            .orElseThrow();
    method.setAccessible(true);
    return method.invoke(null, arguments);
  }
}
