package io.sluice.load.cli;

import io.sluice.config.Retention;
import io.sluice.load.pace.Arrivals;
import io.sluice.load.pace.Rate;
import io.sluice.load.scenario.EndToEnd;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice-load run}: an open-loop scenario. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Sends by plan, whatever the replies do, and times from the planned instant.")
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(index = "0", paramLabel = "SCENARIO", description = "What to run: e2e.")
  private ScenarioName scenario = ScenarioName.E2E;

  @Option(
      names = "--rate",
      converter = Converters.OfRate.class,
      defaultValue = "1k/s",
      description = "Sends a second, like 100/s, 5k/s, 5000. Default: ${DEFAULT-VALUE}.")
  private Rate rate = new Rate(1);

  @Option(
      names = "--duration",
      converter = Converters.OfDuration.class,
      defaultValue = "30s",
      description = "How long the measured plan is. Default: ${DEFAULT-VALUE}.")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--warmup",
      converter = Converters.OfDuration.class,
      defaultValue = "5s",
      description = "A plan before it that only the ledger counts. Default: ${DEFAULT-VALUE}.")
  private Duration warmup = Duration.ZERO;

  @Option(
      names = "--arrivals",
      paramLabel = "constant|poisson",
      defaultValue = "constant",
      description = "How gaps are spread. Default: ${DEFAULT-VALUE}.")
  private Arrivals arrivals = Arrivals.CONSTANT;

  /** The scenarios there are. */
  enum ScenarioName {
    E2E
  }

  @Override
  public Integer call() {
    EndToEnd run = UsageErrors.in(spec, this::scenario);
    return new LoadRun(common, spec.commandLine().getErr())
        .execute(run, Retention.DEFAULT, described());
  }

  private EndToEnd scenario() {
    return switch (scenario) {
      case E2E ->
          new EndToEnd(
              // A seed of its own: the same gaps twice would be no warm-up for the second time.
              arrivals.plan(rate, warmup, common.seed() + 1),
              arrivals.plan(rate, duration, common.seed()),
              common.concurrency(),
              common.payloads());
    };
  }

  private Map<String, Object> described() {
    Map<String, Object> options = new LinkedHashMap<>(common.described());
    options.put("ratePerSecond", rate.perSecond());
    options.put("durationSeconds", seconds(duration));
    options.put("warmupSeconds", seconds(warmup));
    options.put("arrivals", arrivals.name().toLowerCase(Locale.ROOT));
    return options;
  }

  private static double seconds(Duration value) {
    return value.toNanos() / 1e9;
  }
}
