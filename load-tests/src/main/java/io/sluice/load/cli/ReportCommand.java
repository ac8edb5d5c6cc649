package io.sluice.load.cli;

import io.sluice.load.report.html.RunFile;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice-load report}: results of earlier runs, rendered again. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Renders results as HTML, one self-contained file each.")
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "RUN.json", description = "The result.json of a run.")
  private List<Path> runs = List.of();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description =
          "Where to, for a single run. Default: report.html beside result.json, NAME.html beside"
              + " NAME.json.")
  private @Nullable Path out;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description =
          "Also draws the shares of the groups over time, as SVG, for a single run of fair.")
  private @Nullable Path picture;

  @Override
  public Integer call() {
    if (out != null && runs.size() > 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--out " + out + " is one file for " + runs.size() + " runs; leave it out, or give one");
    }
    if (picture != null && runs.size() > 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--picture " + picture + " is one file for " + runs.size() + " runs; give one run");
    }
    for (Path run : runs) {
      spec.commandLine().getErr().println("report: " + RunFile.render(run, out));
    }
    if (picture != null) {
      RunFile.draw(runs.get(0), picture);
      spec.commandLine().getErr().println("picture: " + picture);
    }
    return ExitCode.OK;
  }
}
