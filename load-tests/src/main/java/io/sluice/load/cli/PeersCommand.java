package io.sluice.load.cli;

import io.sluice.load.measure.Environment;
import io.sluice.load.measure.RedisFacts;
import io.sluice.load.measure.RedisProbe;
import io.sluice.load.peers.BullMq;
import io.sluice.load.peers.LeftOutException;
import io.sluice.load.peers.PeersRun;
import io.sluice.load.peers.Size;
import io.sluice.load.report.peers.Load;
import io.sluice.load.report.peers.PeersReport;
import io.sluice.load.report.peers.Turn;
import io.sluice.load.scenario.Payloads;
import io.sluice.load.target.RedisLink;
import io.sluice.load.target.Target;
import io.sluice.load.target.Targets;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sluice-load peers}: what others need for the same work. */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Measures Sluice, a bare protocol and BullMQ in turns, and shows ratios.",
      "Each turn is a process of its own whose tasks are checked: what lost or doubled one has no "
          + "figures. BullMQ needs Node, and npm installs it; without them the others are measured."
    })
final class PeersCommand implements Callable<Integer> {
  private static final int MOST_ROUNDS = 100;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--target",
      paramLabel = "embedded|redis://…",
      converter = Converters.OfTarget.class,
      defaultValue = Targets.EMBEDDED,
      description = "Redis to run against. Default: a new one started for each turn.")
  private String target = Targets.EMBEDDED;

  @Option(
      names = "--rounds",
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      description = "Turns of each peer with each load. Default: 3, with --quick 1.")
  private @Nullable Integer rounds;

  @Option(
      names = "--only",
      paramLabel = "LOADS",
      split = ",",
      converter = Converters.OfLoad.class,
      description = "Loads to run, of closed, drain, rate-100, rate-5k. Default: all.")
  private List<Load> only = List.of(Load.values());

  @Option(
      names = "--quick",
      description = "Short turns, to see that it works; the figures are those of a cold JVM.")
  private boolean quick;

  @Option(
      names = "--payload",
      paramLabel = "SIZE",
      converter = Converters.OfBytes.class,
      defaultValue = "200B",
      description = "Size of each payload. Default: ${DEFAULT-VALUE}.")
  private int payloadBytes;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for peers.json and all results. Default: load-results/<time>.")
  private @Nullable Path out;

  @Option(
      names = "--node",
      paramLabel = "PROGRAM",
      defaultValue = "node",
      description = "Node to run BullMQ with. Default: ${DEFAULT-VALUE}.")
  private String node = "node";

  @Option(
      names = "--modules",
      paramLabel = "DIR",
      defaultValue = "load-results/bullmq",
      description = "Folder that npm installs BullMQ into, once. Default: ${DEFAULT-VALUE}.")
  private Path modules = Path.of("");

  @Override
  public Integer call() {
    PrintWriter people = spec.commandLine().getErr();
    PeersRun.Plan plan = UsageErrors.in(spec, this::plan);
    List<String> remarks = new ArrayList<>();
    BullMq bullMq = bullMq(remarks);
    Map<String, Object> setup = setup(plan, bullMq);
    remarks.forEach(people::println);
    people.flush();
    PeersRun run =
        new PeersRun(
            plan,
            bullMq,
            line -> {
              people.println(line);
              people.flush();
            });
    List<Turn> turns = run.turns();
    run.settings()
        .forEach((load, setting) -> remarks.add("BullMQ, " + load.title() + ": " + setting));
    PeersReport report = new PeersReport(turns, setup, remarks);
    PrintWriter data = spec.commandLine().getOut();
    data.print(report.text());
    data.flush();
    people.println("comparison: " + report.write(plan.folder()));
    people.flush();
    return ExitCode.of(report.verdict());
  }

  private PeersRun.Plan plan() {
    if (Targets.isCluster(target)) {
      throw new IllegalArgumentException(
          "peers compares with BullMQ and a bare protocol, which have keys in several slots:"
              + " --target must not be a Cluster");
    }
    if (Targets.isGateway(target)) {
      throw new IllegalArgumentException(
          "peers runs on embedded or redis:// and not through a gateway: --target is " + target);
    }
    if (payloadBytes < Payloads.MIN_BYTES) {
      throw new IllegalArgumentException(
          "--payload must be at least " + Payloads.MIN_BYTES + " bytes, is " + payloadBytes);
    }
    int all = rounds == null ? quick ? 1 : 3 : rounds;
    if (all < 1 || all > MOST_ROUNDS) {
      throw new IllegalArgumentException("--rounds must be 1 to " + MOST_ROUNDS + ", is " + all);
    }
    Path folder = out == null ? CommonOptions.defaultFolder() : out;
    return new PeersRun.Plan(
        target, folder, all, only, quick ? Size.QUICK : Size.FULL, !quick, payloadBytes);
  }

  private @Nullable BullMq bullMq(List<String> remarks) {
    try {
      return BullMq.installed(node, modules);
    } catch (LeftOutException e) {
      remarks.add(e.getMessage());
      return null;
    }
  }

  private Map<String, Object> setup(PeersRun.Plan plan, @Nullable BullMq bullMq) {
    Map<String, Object> setup = new LinkedHashMap<>();
    setup.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    try (Target seen = Targets.open(plan.target());
        RedisLink redis = RedisLink.connect(seen.redisUri())) {
      RedisFacts facts = Objects.requireNonNull(new RedisProbe(redis).facts().block());
      Environment environment = Environment.of(facts);
      setup.put("os", environment.os());
      setup.put("cores", environment.cores());
      setup.put("jdk", environment.jdk());
      setup.put(
          "redis", seen.kind() + " " + facts.version() + ", persistence: " + facts.persistence());
    }
    // Of the minute before: whether something else worked on this machine.
    setup.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    setup.put("bullMq", bullMq == null ? "left out" : bullMq.toString());
    setup.put("rounds", plan.rounds());
    setup.put("payloadBytes", plan.payloadBytes());
    setup.put("warmupSeconds", plan.size().warmupSeconds());
    setup.put("seconds", plan.size().seconds());
    setup.put("backlog", plan.size().tasks());
    return setup;
  }
}
