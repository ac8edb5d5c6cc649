package io.sluice.load.bounds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process with a small heap that tells line by line what it holds. */
final class SmallJvm implements AutoCloseable {
  private static final int USUAL_MEGABYTES = 128;

  private final Process process;
  private final String prefix;
  private final BufferedReader lines;

  private SmallJvm(Process process, String prefix) {
    this.process = process;
    this.prefix = prefix;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * Starts it with a heap of 128 MB.
   *
   * @param prefix of the lines that count
   */
  static SmallJvm start(Class<?> main, String prefix, String... arguments) throws IOException {
    return start(USUAL_MEGABYTES, main, prefix, arguments);
  }

  static SmallJvm start(int heapMegabytes, Class<?> main, String prefix, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heapMegabytes + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dlogback.configurationFile=logback-load.xml",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return new SmallJvm(
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start(), prefix);
  }

  /** The words of its next line, the prefix first. */
  String[] next() throws IOException {
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(prefix)) {
        return line.split(" ", -1);
      }
    }
    throw new AssertionError("the process ended early; its last words are above");
  }

  int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    lines.close();
  }

  /** Stops a process where it is, or lets it go on. */
  static void signal(String name, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", name, String.valueOf(pid)).start().waitFor()).isZero();
  }
}
