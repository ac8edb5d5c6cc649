package io.sluice.load.cli;

import io.sluice.load.scenario.Payloads;
import io.sluice.load.slo.Slo;
import io.sluice.load.target.Targets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Options that every command which makes load has. */
final class CommonOptions {
  /** The engine's own bound. */
  private static final int MOST_CONCURRENCY = 100_000;

  private static final Path RESULTS = Path.of("load-results");
  private static final DateTimeFormatter FOLDER = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss'Z'");

  @Option(
      names = "--target",
      paramLabel = "embedded|redis://…|http://…",
      converter = Converters.OfTarget.class,
      defaultValue = Targets.EMBEDDED,
      description =
          "Redis to run against (default: a Redis started for the run). For http-* also a running "
              + "gateway with --demo-workers.")
  private String target = Targets.EMBEDDED;

  @Option(
      names = "--payload",
      paramLabel = "SIZE",
      converter = Converters.OfBytes.class,
      defaultValue = "200B",
      description = "Size of each payload. Default: ${DEFAULT-VALUE}.")
  private int payloadBytes;

  @Option(
      names = "--concurrency",
      defaultValue = "256",
      description =
          "Largest number of tasks that the worker runs at once. Default: ${DEFAULT-VALUE}; run "
              + "priority, run fair: 32.")
  private int concurrency;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for result.json. Default: load-results/<time>.")
  private @Nullable Path out;

  @Option(names = "--seed", description = "Seed of the plan and the payloads, to repeat a run.")
  private long seed = ThreadLocalRandom.current().nextInt(Integer.MAX_VALUE);

  @Option(
      names = "--slo",
      paramLabel = "RULE",
      converter = Converters.OfSlo.class,
      description =
          "Objective of the run, like e2e.p99<50ms, completed>50k/s, redis.cpu<12us; can be given "
              + "more than once. A run that misses an objective exits with 99.")
  private List<Slo> objectives = List.of();

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  String target() {
    return target;
  }

  /**
   * The address of a Redis.
   *
   * @throws IllegalArgumentException when it is a gateway, which would hide what this measures
   */
  String requireRedis(String who) {
    if (Targets.isGateway(target)) {
      throw new IllegalArgumentException(
          who + " runs on embedded or redis:// and not through a gateway: --target is " + target);
    }
    return target;
  }

  /**
   * @throws IllegalArgumentException when it is a Cluster, whose keys lie at several servers
   */
  void requireOneServer(String who) {
    if (Targets.isCluster(target)) {
      throw new IllegalArgumentException(
          who + " has keys in several slots: --target must not be a Cluster");
    }
  }

  private String kind() {
    if (target.equals(Targets.EMBEDDED)) {
      return target;
    }
    return Targets.isGateway(target) ? "http" : "redis";
  }

  int concurrency() {
    if (concurrency < 1 || concurrency > MOST_CONCURRENCY) {
      throw new IllegalArgumentException(
          "concurrency must be 1 to " + MOST_CONCURRENCY + ", is " + concurrency);
    }
    return concurrency;
  }

  long seed() {
    return seed;
  }

  List<Slo> objectives() {
    return objectives;
  }

  int payloadBytes() {
    return payloadBytes;
  }

  Payloads payloads() {
    return new Payloads(payloadBytes, seed);
  }

  Path folder() {
    Path given = out;
    return given == null ? defaultFolder() : given;
  }

  /** Named by the time. */
  static Path defaultFolder() {
    return RESULTS.resolve(LocalDateTime.now(ZoneOffset.UTC).format(FOLDER));
  }

  /** What the result tells of these options; not the address, which may hold a password. */
  Map<String, Object> described() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("target", kind());
    options.put("payloadBytes", payloadBytes);
    options.put("concurrency", concurrency);
    options.put("seed", seed);
    options.put("slo", objectives.stream().map(Slo::rule).toList());
    options.put(
        "command", CommandText.of(command.root().commandLine().getParseResult().originalArgs()));
    return options;
  }

  /** A duration as results tell it. */
  static double seconds(Duration value) {
    return value.toNanos() / 1e9;
  }
}
