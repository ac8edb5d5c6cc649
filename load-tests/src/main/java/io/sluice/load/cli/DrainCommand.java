package io.sluice.load.cli;

import io.sluice.config.Retention;
import io.sluice.load.result.RunResult;
import io.sluice.load.scenario.BareSite;
import io.sluice.load.scenario.Drain;
import io.sluice.load.scenario.Lanes;
import io.sluice.task.QueueName;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import reactor.core.publisher.Mono;

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
      names = {"-n", "--backlog"},
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
      description = "Time for which finished tasks are kept. Default: ${DEFAULT-VALUE}.")
  private Retention retention = Retention.DEFAULT;

  @Option(
      names = "--hold",
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      defaultValue = "0",
      description =
          "Additional slots whose tasks end only after all others, to measure what a task costs "
              + "while this number is in flight. Default: ${DEFAULT-VALUE}.")
  private int hold;

  @Option(
      names = "--warmup",
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      defaultValue = "100k",
      description =
          "Tasks of a warm-up drain on a queue of its own, not measured: a new JVM still compiles "
              + "its code. 0 for none. Default: ${DEFAULT-VALUE}.")
  private int warmup;

  @Option(
      names = "--groups",
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      defaultValue = "0",
      description =
          "Groups of the tasks, in turn, to measure what groups cost. Default: ${DEFAULT-VALUE}.")
  private int groups;

  @Option(
      names = "--priorities",
      description =
          "Gives the tasks the priorities 0 to 9 in turn, to measure what priorities cost.")
  private boolean priorities;

  @Option(
      names = "--batch",
      description = "Makes all tasks members of one batch, to measure what batches cost.")
  private boolean batch;

  @Option(
      names = "--partitions",
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      defaultValue = "1",
      description =
          "Partitions of the queue, to measure what they cost; on a Cluster they are on several "
              + "masters. Default: ${DEFAULT-VALUE}.")
  private int partitions;

  @Option(
      names = "--bare",
      description =
          "Uses a bare protocol in place of Sluice, which has none of its features and keeps no "
              + "finished task: the floor of what it can cost.")
  private boolean bare;

  @Override
  public Integer call() {
    Drain drain = UsageErrors.in(spec, () -> drain(tasks, hold));
    List<Drain> warmUps =
        warmup == 0 ? List.of() : List.of(UsageErrors.in(spec, () -> drain(warmup, 0)));
    LoadRun run = new LoadRun(common, spec.commandLine().getErr());
    return bare
        ? run.executeBare(
            drain::run, warmUps.stream().map(DrainCommand::bareRun).toList(), described())
        : run.execute(drain, warmUps, retention, described());
  }

  private static Function<BareSite, Mono<RunResult>> bareRun(Drain drain) {
    return drain::run;
  }

  private Drain drain(int size, int held) {
    common.requireRedis("drain");
    Lanes lanes = new Lanes(groups, priorities);
    if (held > 0 && !lanes.equals(Lanes.NONE)) {
      throw new IllegalArgumentException(
          "--hold and --groups or --priorities exclude each other: tasks are held in the order of "
              + "the backlog");
    }
    if (bare && (held > 0 || !lanes.equals(Lanes.NONE) || batch || partitions > 1)) {
      throw new IllegalArgumentException(
          "--bare and --hold, --groups, --priorities, --batch or --partitions exclude each other: "
              + "the bare protocol has none of these");
    }
    if (partitions < 1 || partitions > QueueName.MOST_PARTITIONS) {
      throw new IllegalArgumentException(
          "--partitions must be 1 to " + QueueName.MOST_PARTITIONS + ", is " + partitions);
    }
    if (batch && partitions > 1) {
      throw new IllegalArgumentException(
          "--batch and --partitions exclude each other: a divided queue has no batches");
    }
    if (bare) {
      common.requireOneServer("--bare");
    }
    return new Drain(size, held, common.concurrency(), common.payloads(), lanes, batch, partitions);
  }

  private Map<String, Object> described() {
    Map<String, Object> options = new LinkedHashMap<>(common.described());
    options.put("tasks", tasks);
    options.put("hold", hold);
    if (groups > 0) {
      options.put("groups", groups);
    }
    if (priorities) {
      options.put("priorities", true);
    }
    if (batch) {
      options.put("batch", true);
    }
    if (partitions > 1) {
      options.put("partitions", partitions);
    }
    if (bare) {
      options.put("bare", true);
    }
    options.put("warmupTasks", warmup);
    options.put("retention", bare || retention.equals(Retention.NONE) ? "0" : "default");
    return options;
  }
}
