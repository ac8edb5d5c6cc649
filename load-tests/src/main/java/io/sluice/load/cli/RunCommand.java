package io.sluice.load.cli;

import io.sluice.load.http.GatewayClient;
import io.sluice.load.pace.Arrivals;
import io.sluice.load.pace.ClosedLoop;
import io.sluice.load.pace.Feed;
import io.sluice.load.pace.OpenLoop;
import io.sluice.load.pace.Rate;
import io.sluice.load.scenario.Entrance;
import io.sluice.load.scenario.LoadScenario;
import io.sluice.load.scenario.LoadScenario.Load;
import io.sluice.load.scenario.LoadScenario.Workers;
import io.sluice.load.traffic.DelayedTraffic;
import io.sluice.load.traffic.Fair;
import io.sluice.load.traffic.ManyQueues;
import io.sluice.load.traffic.PlainTraffic;
import io.sluice.load.traffic.Priorities;
import io.sluice.load.traffic.RetryStorm;
import io.sluice.load.traffic.SlowConsumer;
import io.sluice.load.traffic.Traffic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice-load run}: one of the scenarios. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Sends tasks by plan, independent of the replies; latency counts from the planned time.",
      "With --closed it keeps a number of tasks in flight; latency counts from the send."
    })
final class RunCommand implements Callable<Integer> {
  private static final Duration SLOW_HANDLER = Duration.ofMillis(20);
  private static final int FEW_SLOTS = 32;

  /** Sends of fair, each the one task of a group that is new. */
  private static final Rate NEWCOMERS = new Rate(20);

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ScenarioOptions particular = new ScenarioOptions();

  @Parameters(
      index = "0",
      paramLabel = "SCENARIO",
      converter = Converters.OfScenario.class,
      description =
          "What to run: enqueue, e2e, http-enqueue, http-e2e, delayed, retry-storm, many-queues, "
              + "priority, fair, slow-consumer.")
  private ScenarioName scenario = ScenarioName.E2E;

  @Option(
      names = "--rate",
      converter = Converters.OfRate.class,
      defaultValue = "1k/s",
      description =
          "Tasks sent per second, like 100/s, 5k/s, 5000. Default: ${DEFAULT-VALUE}; fair: 20/s, "
              + "each the one task of a new group.")
  private Rate rate = new Rate(1);

  @Option(
      names = "--closed",
      paramLabel = "COUNT",
      converter = Converters.OfCount.class,
      description =
          "Keeps this number of tasks in flight instead of sending by plan: the next task is sent "
              + "when one ends, or in enqueue and http-enqueue when one is accepted.")
  private @Nullable Integer closed;

  @Option(
      names = "--duration",
      converter = Converters.OfDuration.class,
      defaultValue = "30s",
      description = "Length of the measured part. Default: ${DEFAULT-VALUE}.")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--warmup",
      converter = Converters.OfDuration.class,
      defaultValue = "5s",
      description = "Length of the warm-up, in the ledger only. Default: ${DEFAULT-VALUE}.")
  private Duration warmup = Duration.ZERO;

  @Option(
      names = "--warmup-rate",
      converter = Converters.OfRate.class,
      description =
          "Tasks sent per second in the warm-up. At a low rate a JVM that just started is still "
              + "interpreting when the measured part begins. Default: that of the measured part.")
  private @Nullable Rate warmupRate;

  @Option(
      names = "--arrivals",
      paramLabel = "constant|poisson",
      defaultValue = "constant",
      description = "Distribution of the gaps between tasks. Default: ${DEFAULT-VALUE}.")
  private Arrivals arrivals = Arrivals.CONSTANT;

  @Option(
      names = "--bare",
      description =
          "enqueue, e2e: uses a bare protocol in place of Sluice, which has none of its features: "
              + "the floor of what it can cost.")
  private boolean bare;

  @Override
  public Integer call() {
    LoadScenario run = UsageErrors.in(spec, this::scenario);
    LoadRun load = new LoadRun(common, spec.commandLine().getErr());
    return bare
        ? load.executeBare(run::run, List.of(), described())
        : load.execute(run, described());
  }

  private LoadScenario scenario() {
    check();
    return switch (scenario) {
      case ENQUEUE -> scenario(plain(), Entrance.ENGINE, Workers.AFTER);
      case HTTP_ENQUEUE -> scenario(plain(), Entrance.HTTP, Workers.AFTER);
      case HTTP_E2E -> scenario(plain(), Entrance.HTTP_WAITING, Workers.DURING);
      case E2E -> scenario(plain(), Entrance.ENGINE, Workers.DURING);
      case DELAYED -> engine(new DelayedTraffic(particular.delay, particular.handler()));
      case RETRY_STORM ->
          engine(
              new RetryStorm(
                  particular.failShare,
                  particular.failTimes,
                  particular.backoff,
                  particular.handler()));
      case MANY_QUEUES -> engine(new ManyQueues(particular.queues, particular.handler()));
      case PRIORITY ->
          engine(new Priorities(particular.backlog, particular.priorities.values(), slowHandler()));
      case FAIR -> engine(new Fair(particular.tenancy(), slots(), slowHandler()));
      case SLOW_CONSUMER -> engine(new SlowConsumer(rate, slowHandler(), givenConcurrency()));
    };
  }

  private void check() {
    spec.commandLine().getParseResult().matchedOptions().stream()
        .map(option -> option.longestName())
        .forEach(scenario::check);
    if (!scenario.overHttp()) {
      common.requireRedis(scenario.wireName());
    }
    if (bare) {
      common.requireOneServer("--bare");
    }
    if (bare && given("--durability")) {
      throw new IllegalArgumentException(
          "--bare and --durability exclude each other: the bare protocol waits for no replica");
    }
    if (closed != null && given("--rate")) {
      throw new IllegalArgumentException(
          "--rate and --closed exclude each other: a plan, or a number in flight");
    }
    if (closed != null && warmupRate != null) {
      throw new IllegalArgumentException("--warmup-rate and --closed exclude each other");
    }
    if (closed != null && given("--arrivals")) {
      throw new IllegalArgumentException("--arrivals and --closed exclude each other");
    }
    if (closed != null && scenario.overHttp() && closed > GatewayClient.MOST_CONNECTIONS) {
      throw new IllegalArgumentException(
          "--closed over HTTP must be at most "
              + GatewayClient.MOST_CONNECTIONS
              + ", a connection each, is "
              + closed);
    }
  }

  private LoadScenario engine(Traffic traffic) {
    return scenario(traffic, Entrance.ENGINE, Workers.DURING);
  }

  private LoadScenario scenario(Traffic traffic, Entrance entrance, Workers workers) {
    Rate all = rate();
    // A seed of its own: the same gaps twice would be no warm-up for the second time.
    Rate before = warmupRate == null ? all : warmupRate;
    Load load =
        new Load(feed(before, warmup, common.seed() + 1), feed(all, duration, common.seed()));
    return new LoadScenario(load, traffic, entrance, workers, slots(), common.payloads());
  }

  private Feed feed(Rate all, Duration span, long seed) {
    return closed == null
        ? new OpenLoop(arrivals.plan(all, span, seed))
        : new ClosedLoop(closed, span);
  }

  private PlainTraffic plain() {
    return new PlainTraffic(scenario.wireName(), particular.handler(), particular.durability);
  }

  private Duration slowHandler() {
    return particular.handler == null ? SLOW_HANDLER : particular.handler;
  }

  private Rate rate() {
    return scenario == ScenarioName.FAIR && !given("--rate") ? NEWCOMERS : rate;
  }

  /** Few where a backlog is to last. */
  private int slots() {
    boolean few = scenario == ScenarioName.PRIORITY || scenario == ScenarioName.FAIR;
    return few && !given("--concurrency") ? FEW_SLOTS : common.concurrency();
  }

  private @Nullable Integer givenConcurrency() {
    return given("--concurrency") ? common.concurrency() : null;
  }

  private boolean given(String option) {
    return spec.commandLine().getParseResult().hasMatchedOption(option);
  }

  private Map<String, Object> described() {
    Map<String, Object> options = new LinkedHashMap<>(common.described());
    options.put("concurrency", slots());
    if (closed == null) {
      options.put("ratePerSecond", rate().perSecond());
      if (warmupRate != null) {
        options.put("warmupRatePerSecond", warmupRate.perSecond());
      }
      options.put("arrivals", arrivals.name().toLowerCase(Locale.ROOT));
    } else {
      options.put("closed", closed);
    }
    if (bare) {
      options.put("bare", true);
    }
    if (given("--durability")) {
      options.put("durability", particular.durability.wireName());
    }
    options.put("durationSeconds", CommonOptions.seconds(duration));
    options.put("warmupSeconds", CommonOptions.seconds(warmup));
    return options;
  }
}
