package io.sluice.load.cli;

import io.sluice.load.report.compare.Comparison;
import io.sluice.load.report.compare.ComparisonTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice-load compare}: is it slower than before? */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Puts results side by side. Several of one side count as one run: their histograms are "
          + "added, never their percentiles.",
      "Judged are throughput, Redis CPU and bytes, and each percentile with at least 30 values "
          + "beyond it on both sides. Exits 97 when one is worse than allowed."
    })
final class CompareCommand implements Callable<Integer> {
  private static final int BOTH = 2;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(
      arity = "0..2",
      paramLabel = "BASE NEW",
      description = "The result.json to compare with, and the result.json to judge.")
  private List<Path> pair = List.of();

  @Option(
      names = "--base",
      paramLabel = "FILE",
      description = "A result.json to compare with; can be given more than once.")
  private List<Path> base = List.of();

  @Option(
      names = "--new",
      paramLabel = "FILE",
      description = "A result.json to judge; can be given more than once.")
  private List<Path> judged = List.of();

  @Option(
      names = "--max-regression",
      paramLabel = "SHARE",
      converter = Converters.OfShare.class,
      defaultValue = "10%",
      description = "Largest allowed deterioration of a figure. Default: ${DEFAULT-VALUE}.")
  private double maxRegression;

  @Override
  public Integer call() {
    Comparison comparison = UsageErrors.in(spec, this::compared);
    PrintWriter people = spec.commandLine().getErr();
    comparison.warnings().forEach(warning -> people.println("warning: " + warning));
    people.flush();
    PrintWriter out = spec.commandLine().getOut();
    out.print(ComparisonTable.of(comparison));
    out.flush();
    return comparison.regressions().isEmpty() ? ExitCode.OK : ExitCode.REGRESSION;
  }

  private Comparison compared() {
    boolean byPair = pair.size() == BOTH && base.isEmpty() && judged.isEmpty();
    boolean bySides = pair.isEmpty() && !base.isEmpty() && !judged.isEmpty();
    if (!byPair && !bySides) {
      throw new IllegalArgumentException(
          "compare takes two files, or at least one --base and one --new");
    }
    return byPair
        ? Comparison.of(pair.subList(0, 1), pair.subList(1, BOTH), maxRegression)
        : Comparison.of(base, judged, maxRegression);
  }
}
