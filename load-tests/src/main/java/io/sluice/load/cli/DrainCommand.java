package io.sluice.load.cli;

import io.sluice.config.Retention;
import io.sluice.load.scenario.Drain;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice-load drain}: a backlog, built and then run down. */
@Command(
    name = "drain",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Builds a backlog, then drains it with a handler that does nothing.")
final class DrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "-n",
      paramLabel = "COUNT",
      required = true,
      converter = Converters.OfCount.class,
      description = "Tasks in the backlog, like 300000 or 500k.")
  private int tasks;

  @Option(
      names = "--retention",
      paramLabel = "default|0",
      converter = Converters.OfRetention.class,
      defaultValue = "default",
      description = "How long finished tasks are kept. Default: ${DEFAULT-VALUE}.")
  private Retention retention = Retention.DEFAULT;

  @Override
  public Integer call() {
    Drain drain =
        UsageErrors.in(spec, () -> new Drain(tasks, common.concurrency(), common.payloads()));
    return new LoadRun(common, spec.commandLine().getErr()).execute(drain, retention, described());
  }

  private Map<String, Object> described() {
    Map<String, Object> options = new LinkedHashMap<>(common.described());
    options.put("tasks", tasks);
    options.put("retention", retention.equals(Retention.NONE) ? "0" : "default");
    return options;
  }
}
