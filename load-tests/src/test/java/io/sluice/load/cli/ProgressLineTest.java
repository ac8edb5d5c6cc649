package io.sluice.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.measure.Glance;
import io.sluice.load.measure.LatencySummary;
import io.sluice.load.measure.Moment;
import io.sluice.load.measure.Onlooker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressLineTest {
  private static final Moment MOMENT =
      new Moment(
          12.1,
          new Moment.Rates(5000, 4999, 4998, 4997),
          1234,
          null,
          new Moment.Jvm(1, 2, null, 3),
          Map.of());

  @TempDir private Path folder = Path.of("");

  private final StringWriter shown = new StringWriter();
  private final Onlooker line = new ProgressLine(new PrintWriter(shown));

  @Test
  void saysHowTheRunGoesInOneLineThatIsWrittenOver() {
    line.see(new Glance(MOMENT, new LatencySummary(10, 1, 2, 3.25, 4, 5)));

    assertThat(shown.toString())
        .startsWith("\r")
        .doesNotContain("\n")
        .contains("12 s", "offered 5,000/s", "achieved 4,998/s", "completed 4,997/s")
        .contains("backlog 1,234", "p99 3.3 ms");
  }

  @Test
  void saysNothingOfLatencyWhenNoneIsTimed() {
    line.see(new Glance(MOMENT, null));

    assertThat(shown.toString()).contains("backlog").doesNotContain("p99");
  }

  @Test
  void isGoneWhenTheRunIsOver() {
    line.see(new Glance(MOMENT, null));
    line.done();

    assertThat(shown.toString()).endsWith("\r\u001b[2K");
  }

  @Test
  void aFileThatErrorsGoToIsNoTerminal() throws IOException {
    Path log = Files.createSymbolicLink(folder.resolve("log"), folder.resolve("run.log"));
    Path pipe = Files.createSymbolicLink(folder.resolve("pipe"), Path.of("pipe:[123]"));
    Path terminal = Files.createSymbolicLink(folder.resolve("tty"), Path.of("/dev/pts/0"));

    assertThat(Terminal.redirected(log)).isTrue();
    assertThat(Terminal.redirected(pipe)).isTrue();
    assertThat(Terminal.redirected(terminal)).isFalse();
    assertThat(Terminal.redirected(folder.resolve("missing"))).isFalse();
  }
}
