package io.sluice.gateway.browser;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** A Chromium without a window, of this machine. */
final class Chromium implements AutoCloseable {
  private static final String SAYS = "DevTools listening on ";
  private static final String SETTING = "SLUICE_TEST_CHROMIUM";
  private static final long PATIENCE_SECONDS = 10;
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Process process;
  private final Path profile;
  private final DevTools tools;

  private Chromium(Process process, Path profile, DevTools tools) {
    this.process = process;
    this.profile = profile;
    this.tools = tools;
  }

  /** Starts one; where there is none the test is skipped, and says so. */
  static Chromium start() throws IOException {
    Optional<String> program = program();
    Assumptions.assumeTrue(
        program.isPresent(),
        "no Chromium on this machine: the dashboard is not tested in a browser; install chromium,"
            + " or name one in "
            + SETTING);
    Path profile = Files.createTempDirectory("sluice-chromium");
    Process process =
        new ProcessBuilder(
                program.orElseThrow(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-extensions",
                "--disable-background-networking",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return new Chromium(process, profile, DevTools.connect(address(process)));
  }

  private static Optional<String> program() {
    String named = System.getenv(SETTING);
    if (named != null) {
      return Optional.of(named);
    }
    String path = String.valueOf(System.getenv("PATH"));
    return NAMES.stream()
        .flatMap(
            name -> Stream.of(path.split(File.pathSeparator, -1)).map(dir -> Path.of(dir, name)))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** Where it listens; it tells among its errors, which are read on to their end. */
  private static String address(Process process) throws IOException {
    BufferedReader errors =
        new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = errors.readLine(); line != null; line = errors.readLine()) {
      said.append(line).append('\n');
      if (line.startsWith(SAYS)) {
        Thread rest = new Thread(() -> errors.lines().forEach(unread -> {}), "chromium-errors");
        rest.setDaemon(true);
        rest.start();
        return line.substring(SAYS.length()).strip();
      }
    }
    throw new AssertionError("Chromium has ended, and said: " + said);
  }

  /** A tab that shares nothing with others. */
  Tab tab(int width, int height) {
    return Tab.open(tools, width, height);
  }

  @Override
  public void close() throws IOException {
    tools.close();
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS)
        .thenAccept(Process::destroyForcibly)
        .join();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}
