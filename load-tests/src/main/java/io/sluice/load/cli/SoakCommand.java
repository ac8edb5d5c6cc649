package io.sluice.load.cli;

import io.sluice.config.Retention;
import io.sluice.load.pace.ArrivalPlan;
import io.sluice.load.pace.OpenLoop;
import io.sluice.load.pace.Rate;
import io.sluice.load.scenario.LoadScenario;
import io.sluice.load.scenario.Soak;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice-load soak}: e2e for hours. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Runs e2e for a long time, and ends at the first lost task.",
      "Checks the ledger every minute, and compares the live heap of the first third with the"
          + " last."
    })
final class SoakCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--rate",
      converter = Converters.OfRate.class,
      defaultValue = "1k/s",
      description = "Tasks sent per second, like 100/s, 5k/s, 5000. Default: ${DEFAULT-VALUE}.")
  private Rate rate = new Rate(1);

  @Option(
      names = "--duration",
      converter = Converters.OfDuration.class,
      defaultValue = "1h",
      description = "Length of the measured part. Default: ${DEFAULT-VALUE}.")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--warmup",
      converter = Converters.OfDuration.class,
      defaultValue = "10s",
      description = "Length of the warm-up, in the ledger only. Default: ${DEFAULT-VALUE}.")
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
    Soak soak = UsageErrors.in(spec, this::soak);
    return new LoadRun(common, spec.commandLine().getErr())
        .execute(soak, Retention.DEFAULT, described());
  }

  private Soak soak() {
    common.requireRedis("soak");
    return new Soak(
        new LoadScenario.Load(plan(warmup), plan(duration)),
        handler,
        common.concurrency(),
        common.payloads());
  }

  private OpenLoop plan(Duration span) {
    return new OpenLoop(ArrivalPlan.constant(rate, span));
  }

  private Map<String, Object> described() {
    Map<String, Object> options = new LinkedHashMap<>(common.described());
    options.put("ratePerSecond", rate.perSecond());
    options.put("durationSeconds", CommonOptions.seconds(duration));
    options.put("warmupSeconds", CommonOptions.seconds(warmup));
    return options;
  }
}
