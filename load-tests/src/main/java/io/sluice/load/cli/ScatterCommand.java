package io.sluice.load.cli;

import io.sluice.config.Retention;
import io.sluice.load.scenario.Gather;
import io.sluice.task.enqueue.ScatterOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice-load scatter}: parts whose results are gathered, beside tasks without. */
@Command(
    name = "scatter",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Scatters parts over a worker whose handler does nothing, and takes their results.",
      "In turns with that it enqueues and runs tasks without taking results, to compare both."
    })
final class ScatterCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = {"-n", "--parts"},
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      defaultValue = "100k",
      description = "Parts of each scatter, like 100000 or 100k. Default: ${DEFAULT-VALUE}.")
  private int parts;

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      defaultValue = "3",
      description =
          "Measured rounds, each a turn without a scatter and one with it; one more before them "
              + "warms up. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--window",
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      defaultValue = "1024",
      description =
          "The most parts that are enqueued and not yet taken. Default: ${DEFAULT-VALUE}.")
  private int window = ScatterOptions.DEFAULT_WINDOW;

  @Override
  public Integer call() {
    Gather gather = UsageErrors.in(spec, this::gather);
    return new LoadRun(common, spec.commandLine().getErr())
        .execute(gather, Retention.DEFAULT, described());
  }

  private Gather gather() {
    common.requireRedis("scatter");
    if (window < 1 || window > ScatterOptions.MAX_WINDOW) {
      throw new IllegalArgumentException(
          "--window must be 1 to " + ScatterOptions.MAX_WINDOW + " parts, is " + window);
    }
    return new Gather(parts, rounds, window, common.concurrency(), common.payloads());
  }

  private Map<String, Object> described() {
    Map<String, Object> options = new LinkedHashMap<>(common.described());
    options.put("parts", parts);
    options.put("rounds", rounds);
    options.put("window", window);
    return options;
  }
}
