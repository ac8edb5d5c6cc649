package io.sluice.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.report.html.HtmlReport;
import io.sluice.load.report.html.SyntheticResult;
import io.sluice.load.result.RunVerdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ReportCommandTest {
  @TempDir private Path folder = Path.of("");

  private final StringWriter said = new StringWriter();

  @Test
  void everyRunGetsAReportBesideIt() throws IOException {
    Path result = written("result.json");
    Path other = written("before.json");

    assertThat(execute("report", result.toString(), other.toString())).as(said.toString()).isZero();

    assertThat(folder.resolve("report.html")).content().contains("sluice-load");
    assertThat(folder.resolve("before.html")).content().contains("sluice-load");
    assertThat(said.toString()).contains("report.html", "before.html");
  }

  @Test
  void aSingleRunCanBeSentElsewhere() throws IOException {
    Path out = folder.resolve("deep/one.html");

    assertThat(execute("report", written("result.json").toString(), "--out", out.toString()))
        .isZero();

    assertThat(out).exists();
    assertThat(folder.resolve("report.html")).doesNotExist();
  }

  @Test
  void oneFileForSeveralRunsIsAUsageError() {
    assertThat(execute("report", "a.json", "b.json", "--out", "x.html")).isEqualTo(2);
    assertThat(said.toString()).contains("--out x.html is one file for 2 runs");
  }

  @Test
  void sharesOverTimeAreDrawnIntoAFileOfTheirOwn() throws IOException {
    Path run = Files.writeString(folder.resolve("fair.json"), SyntheticResult.shared().toString());
    Path picture = folder.resolve("shares.svg");

    assertThat(execute("report", run.toString(), "--picture", picture.toString()))
        .as(said.toString())
        .isZero();

    assertThat(picture).content().startsWith("<svg xmlns=").endsWith("</svg>\n");
  }

  @Test
  void aRunWithoutSharesHasNoPictureOfThem() throws IOException {
    String run = written("result.json").toString();

    assertThat(execute("report", run, "--picture", "x.svg")).isEqualTo(1);
    assertThat(execute("report", run, run, "--picture", "x.svg")).isEqualTo(2);

    assertThat(said.toString())
        .contains("it has no shares over time; give the result of a 'run fair'")
        .contains("--picture x.svg is one file for 2 runs");
  }

  @Test
  void noRunIsAUsageError() {
    assertThat(execute("report")).isEqualTo(2);
    assertThat(said.toString()).contains("RUN.json");
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    Path broken = Files.writeString(folder.resolve("broken.json"), "{\"scenario\": ");
    Path alien = Files.writeString(folder.resolve("alien.json"), "{\"colour\": 3}");

    assertThat(execute("report", folder.resolve("none.json").toString())).isEqualTo(1);
    assertThat(execute("report", broken.toString())).isEqualTo(1);
    assertThat(execute("report", alien.toString())).isEqualTo(1);

    assertThat(said.toString())
        .contains("none.json: there is no such file")
        .contains("broken.json: it is not JSON")
        .contains("alien.json: this is no result of sluice-load")
        .doesNotContain("\tat ");
  }

  /** The report cannot ask the command line for its codes, so it has a list of its own. */
  @ParameterizedTest
  @EnumSource
  void everyVerdictIsExplainedWithTheCodeThatTheRunExitsWith(RunVerdict verdict) {
    String html = HtmlReport.render(SyntheticResult.old().put("verdict", verdict.words()));

    assertThat(html).contains("Exit code " + ExitCode.of(verdict) + ". ");
  }

  private Path written(String name) throws IOException {
    return Files.writeString(folder.resolve(name), SyntheticResult.old().toString());
  }

  private int execute(String... line) {
    return LoadCommand.commandLine().setErr(new PrintWriter(said, true)).execute(line);
  }
}
