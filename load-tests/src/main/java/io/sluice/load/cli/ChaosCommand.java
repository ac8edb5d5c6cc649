package io.sluice.load.cli;

import io.sluice.load.chaos.ChaosPlan;
import io.sluice.load.chaos.ChaosResult;
import io.sluice.load.chaos.ChaosRun;
import io.sluice.load.fault.Fault;
import io.sluice.load.fault.FaultPlan;
import io.sluice.load.fault.FaultRule;
import io.sluice.load.fault.OwnRedis;
import io.sluice.load.fault.OwnServers;
import io.sluice.load.measure.Cost;
import io.sluice.load.measure.Environment;
import io.sluice.load.measure.RedisFacts;
import io.sluice.load.measure.RedisProbe;
import io.sluice.load.measure.Usage;
import io.sluice.load.pace.Rate;
import io.sluice.load.report.HumanTable;
import io.sluice.load.report.ResultDocument;
import io.sluice.load.report.ResultFile;
import io.sluice.load.report.RunSetup;
import io.sluice.load.result.RunResult;
import io.sluice.load.target.RedisLink;
import io.sluice.load.target.Target;
import io.sluice.load.target.Targets;
import io.sluice.task.enqueue.Durability;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice-load chaos}: faults, and whether anything was lost. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Lets workers, Redis and the wire fail while tasks run, and judges every task afterwards.",
      "Exits 98 when one was lost or doubled, or another rule is broken, and prints what happened"
          + " to it."
    })
final class ChaosCommand implements Callable<Integer> {
  private static final Rate USUAL_RATE = new Rate(2_000);
  private static final Duration USUAL_DURATION = Duration.ofMinutes(5);
  private static final String WORKER_LOG = "workers.log";
  private static final double NANOS = 1e9;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ServerOptions servers = new ServerOptions();

  @Option(
      names = "--duration",
      converter = Converters.OfDuration.class,
      description =
          "Time during which tasks are sent and faults happen. Default: 5m, or tasks by rate.")
  private @Nullable Duration duration;

  @Option(
      names = "--tasks",
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      description = "Number of tasks to send. Default: duration by rate.")
  private @Nullable Integer tasks;

  @Option(
      names = "--rate",
      converter = Converters.OfRate.class,
      description = "Tasks sent per second. Default: 2k/s, or tasks by duration.")
  private @Nullable Rate rate;

  @Option(
      names = "--faults",
      paramLabel = "LIST",
      description =
          "Which faults: name, name=COUNT over the run, or name@PERIOD, with commas between. "
              + "Default: all that fit the target.")
  private @Nullable String faults;

  @Option(
      names = "--pipeline",
      paramLabel = "QUEUES",
      defaultValue = "1",
      description =
          "Number of queues: a task that succeeds is followed by one in the next queue. "
              + "Default: ${DEFAULT-VALUE}.")
  private int stages;

  @Option(
      names = "--workers",
      defaultValue = "4",
      description = "Worker processes. Default: ${DEFAULT-VALUE}.")
  private int workers;

  @Option(
      names = "--session",
      converter = Converters.OfDuration.class,
      defaultValue = "3s",
      description = "Time after which a silent worker counts as lost. Default: ${DEFAULT-VALUE}.")
  private Duration session = Duration.ZERO;

  @Option(
      names = "--run-time",
      converter = Converters.OfDuration.class,
      defaultValue = "20ms",
      description = "Time that each task runs. Default: ${DEFAULT-VALUE}.")
  private Duration runTime = Duration.ZERO;

  @Option(
      names = "--poison",
      paramLabel = "COUNT",
      defaultValue = "0",
      description = "Number of tasks that kill the process that runs them. Default: none.")
  private int poison;

  @Override
  public Integer call() throws InterruptedException, IOException {
    ChaosPlan plan = UsageErrors.in(spec, this::plan);
    Path folder = Files.createDirectories(common.folder());
    File workerLog = folder.resolve(WORKER_LOG).toFile();
    people().println("seed " + plan.seed());
    people().flush();
    try (Target target = target(plan)) {
      RunSetup setup = new RunSetup(Instant.now(), environment(target), described(plan));
      Usage before = Usage.ofClientAlone();
      ChaosResult chaos = new ChaosRun(plan, target, workerLog).run();
      RunResult result = result(chaos, before);
      Path file = ResultFile.write(folder, new ResultDocument(result, setup));
      report(chaos, result, setup, file);
      return ExitCode.of(result.verdict());
    }
  }

  private Target target(ChaosPlan plan) throws InterruptedException {
    if (servers.isSeveral()) {
      return OwnServers.start(servers.wish(plan.has(Fault.PARTITION_NETWORK)));
    }
    return ownRedis() ? OwnRedis.start(plan.killsRedis()) : Targets.open(common.target());
  }

  private ChaosPlan plan() {
    common.requireRedis("chaos");
    servers.check(ownRedis(), stages);
    if (tasks != null && duration != null && rate != null) {
      throw new IllegalArgumentException("give two of --tasks, --duration and --rate, not all");
    }
    double perSecond = (rate == null ? USUAL_RATE : rate).perSecond();
    Duration length = duration == null ? USUAL_DURATION : duration;
    if (tasks != null && duration == null) {
      length = Duration.ofNanos((long) (tasks / perSecond * NANOS));
    }
    int count =
        tasks == null
            ? (int) Math.min(Integer.MAX_VALUE, length.toNanos() / NANOS * perSecond)
            : tasks;
    return new ChaosPlan(
        count,
        stages,
        length,
        rules(),
        new ChaosPlan.CrewSize(workers, common.concurrency(), session, runTime),
        common.payloadBytes(),
        poison,
        common.seed(),
        servers.durability());
  }

  private List<FaultRule> rules() {
    if (faults == null) {
      return FaultPlan.usual(fault -> fits(fault) && isUsual(fault));
    }
    List<FaultRule> rules =
        Arrays.stream(faults.split(",", -1))
            .filter(text -> !text.isEmpty())
            .map(text -> FaultRule.read(text, Quantity::duration))
            .toList();
    for (FaultRule rule : rules) {
      servers.requireFits(rule.fault());
      if (!fits(rule.fault())) {
        throw new IllegalArgumentException(
            rule.fault().wireName()
                + (rule.fault().where() == Fault.Where.REDIS
                    ? " happens to a Redis of the run's own: leave --target out"
                    : " happens on the way to one Redis, and --target names several"));
      }
    }
    return rules;
  }

  /** One that loses what was confirmed is only done when it is asked for. */
  private boolean isUsual(Fault fault) {
    return fault != Fault.UNPAUSED_FAILOVER || servers.durability() == Durability.MEMORY;
  }

  private boolean fits(Fault fault) {
    boolean here =
        switch (fault.where()) {
          case REDIS -> ownRedis();
          case WIRE -> !Targets.isSeveral(common.target());
          default -> true;
        };
    return here && servers.topology().fits(fault);
  }

  private boolean ownRedis() {
    return common.target().equals(Targets.EMBEDDED);
  }

  private static Environment environment(Target target) {
    try (RedisLink redis = RedisLink.connect(target.redisUri())) {
      RedisFacts facts = Objects.requireNonNull(new RedisProbe(redis).facts().block());
      return Environment.of(facts);
    }
  }

  private static RunResult result(ChaosResult chaos, Usage before) {
    Cost cost = Cost.between(before, Usage.ofClientAlone(), chaos.verdict().accepted());
    return new RunResult(
        "chaos",
        new RunResult.Figures(
            new RunResult.Throughput(chaos.enqueuedPerSecond(), chaos.completedPerSecond()),
            Map.of(),
            new RunResult.Costs(null, null, cost, null),
            null,
            new RunResult.Special(Map.of("chaos", chaos.figures()), Map.of())),
        null,
        chaos.verdict(),
        chaos.problems());
  }

  private void report(ChaosResult chaos, RunResult result, RunSetup setup, Path file) {
    PrintWriter people = people();
    people.print(HumanTable.of(result, setup));
    chaos
        .fired()
        .forEach((fault, count) -> people.printf("fault %s: %d%n", fault.wireName(), count));
    if (chaos.story() != null) {
      people.print(chaos.story());
    }
    people.println(chaos.safety() + "; verdict: " + result.verdict().words());
    people.println("result: " + file);
    people.flush();
  }

  private PrintWriter people() {
    return spec.commandLine().getErr();
  }

  private Map<String, Object> described(ChaosPlan plan) {
    Map<String, Object> options = new LinkedHashMap<>(common.described());
    options.put("tasks", plan.tasks());
    options.put("durationSeconds", CommonOptions.seconds(plan.length()));
    options.put("queues", stages);
    options.put("workers", workers);
    options.put("sessionSeconds", CommonOptions.seconds(session));
    options.put("runTimeSeconds", CommonOptions.seconds(runTime));
    options.put("poison", poison);
    options.putAll(servers.described());
    options.put("faults", plan.rules().stream().map(rule -> rule.fault().wireName()).toList());
    return options;
  }
}
