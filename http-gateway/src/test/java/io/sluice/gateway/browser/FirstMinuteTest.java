package io.sluice.gateway.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What somebody meets who has just cloned the repository: the first command of the README, to
 * charts that move. Of what is committed. With {@code -Ddashboard.pictures=FOLDER} it stays until
 * there is more to see, and takes the pictures of the README.
 */
@Tag("proof")
@Timeout(300)
class FirstMinuteTest {
  private static final Duration MINUTE = Duration.ofSeconds(60);
  private static final String SAYS = "dashboard ";
  private static final long PATIENCE_SECONDS = 20;

  /** So that the charts of the pictures have five minutes less a little to show. */
  private static final int SECONDS_OF_PICTURES = 150;

  private static final String LEGEND = "document.querySelector('.chart .legend').textContent";

  @Test
  void thereAreMovingChartsWithinAMinuteOfTheFirstCommand(@TempDir Path folder) throws Exception {
    try (Chromium chromium = Chromium.start()) {
      run(folder, "git", "clone", "-q", Path.of("..").toRealPath().toString(), "sluice");
      Path clone = folder.resolve("sluice");
      assertThat(Files.readString(clone.resolve("README.md")))
          .contains("\nmvn -q -Dquick compile exec:java ");
      long start = System.nanoTime();
      Process demo =
          new ProcessBuilder(
                  "mvn", "-q", "-Dquick", "compile", "exec:java", "-Dexec.args=demo --port 0")
              .directory(clone.toFile())
              .redirectErrorStream(true)
              .start();
      try (Tab tab = chromium.tab(1280, 1040)) {
        tab.go(dashboard(demo));
        tab.until("document.querySelectorAll('.chart canvas').length >= 4");
        tab.until("(window.first ??= " + LEGEND + ".match(/[1-9]/)?.input)");
        tab.until(LEGEND + " !== first");
        Duration taken = Duration.ofNanos(System.nanoTime() - start);
        System.out.printf("charts move %.1f s after the first command%n", taken.toMillis() / 1e3);

        assertThat(tab.troubles()).isEmpty();
        assertThat(taken).isLessThanOrEqualTo(MINUTE);
        pictures(tab);
      } finally {
        stop(demo);
      }
    }
  }

  private static void pictures(Tab tab) throws IOException {
    String to = System.getProperty("dashboard.pictures");
    if (to == null) {
      return;
    }
    for (int seconds = 0; seconds < SECONDS_OF_PICTURES; seconds += 10) {
      tab.until(
          "(window.since ??= performance.now()) + " + seconds * 1000 + " < performance.now()");
    }
    for (String theme : List.of("light", "dark")) {
      tab.theme(theme);
      tab.evaluate("new Promise(requestAnimationFrame)");
      Files.write(Path.of(to, "dashboard-" + theme + ".png"), tab.picture());
    }
  }

  /** Its address; what it says after that is read on to its end. */
  private static String dashboard(Process demo) throws IOException {
    BufferedReader says =
        new BufferedReader(new InputStreamReader(demo.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder said = new StringBuilder();
    for (String line = says.readLine(); line != null; line = says.readLine()) {
      said.append(line).append('\n');
      if (line.startsWith(SAYS)) {
        Thread rest = new Thread(() -> says.lines().forEach(unread -> {}), "demo-output");
        rest.setDaemon(true);
        rest.start();
        return line.substring(SAYS.length()).strip();
      }
    }
    throw new AssertionError("the demo has ended, and said: " + said);
  }

  private static void run(Path folder, String... command) throws Exception {
    Process process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start();
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
  }

  private static void stop(Process demo) throws InterruptedException {
    List<ProcessHandle> all =
        Stream.concat(demo.descendants(), Stream.of(demo.toHandle())).toList();
    demo.destroy();
    if (!demo.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      all.stream()
          .sorted(Comparator.comparing(ProcessHandle::pid))
          .forEach(ProcessHandle::destroyForcibly);
    }
  }
}
