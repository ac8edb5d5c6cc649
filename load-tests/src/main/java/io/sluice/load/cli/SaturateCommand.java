package io.sluice.load.cli;

import io.sluice.config.Retention;
import io.sluice.load.pace.Rate;
import io.sluice.load.scenario.Saturate;
import io.sluice.load.slo.Slo;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice-load saturate}: how far it goes. */
@Command(
    name = "saturate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Searches for the highest rate that meets every --slo with a flat backlog.",
      "Without --slo the objective is e2e.p99<50ms. The rate is doubled until an objective is"
          + " missed twice, then the interval is halved down to 5 percent."
    })
final class SaturateCommand implements Callable<Integer> {
  private static final String USUAL_OBJECTIVE = "e2e.p99<50ms";

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--from",
      paramLabel = "RATE",
      converter = Converters.OfRate.class,
      defaultValue = "1k/s",
      description = "First rate to try. Default: ${DEFAULT-VALUE}.")
  private Rate from = new Rate(1);

  @Option(
      names = "--to",
      paramLabel = "RATE",
      converter = Converters.OfRate.class,
      defaultValue = "200k/s",
      description = "Highest rate to try. Default: ${DEFAULT-VALUE}.")
  private Rate to = new Rate(1);

  @Option(
      names = "--step-duration",
      paramLabel = "DURATION",
      converter = Converters.OfDuration.class,
      defaultValue = "5s",
      description = "Length of the trial of each rate. Default: ${DEFAULT-VALUE}.")
  private Duration step = Duration.ZERO;

  @Option(
      names = "--warmup",
      converter = Converters.OfDuration.class,
      defaultValue = "5s",
      description = "Length of the warm-up at --from, not measured. Default: ${DEFAULT-VALUE}.")
  private Duration warmup = Duration.ZERO;

  @Option(
      names = "--handler",
      paramLabel = "DURATION",
      converter = Converters.OfDuration.class,
      defaultValue = "0ms",
      description = "Time that a handler takes, without blocking. Default: none.")
  private Duration handler = Duration.ZERO;

  @Override
  public Integer call() {
    Saturate search = UsageErrors.in(spec, this::search);
    return new LoadRun(common, spec.commandLine().getErr())
        .execute(search, Retention.DEFAULT, described());
  }

  private Saturate search() {
    common.requireRedis("saturate");
    return new Saturate(
        new Saturate.Search(from, to, step, warmup, objectives()),
        handler,
        common.concurrency(),
        common.payloads());
  }

  private List<Slo> objectives() {
    return common.objectives().isEmpty()
        ? List.of(SloGrammar.read(USUAL_OBJECTIVE))
        : common.objectives();
  }

  private Map<String, Object> described() {
    Map<String, Object> options = new LinkedHashMap<>(common.described());
    options.put("slo", objectives().stream().map(Slo::rule).toList());
    options.put("fromPerSecond", from.perSecond());
    options.put("toPerSecond", to.perSecond());
    options.put("stepSeconds", CommonOptions.seconds(step));
    options.put("warmupSeconds", CommonOptions.seconds(warmup));
    return options;
  }
}
