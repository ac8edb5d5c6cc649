package io.sluice.load.report;

import io.sluice.load.measure.Cost;
import io.sluice.load.measure.Environment;
import io.sluice.load.measure.LatencySummary;
import io.sluice.load.measure.LedgerVerdict;
import io.sluice.load.measure.Timeline;
import io.sluice.load.pace.PaceReport;
import io.sluice.load.pace.PaceWatch;
import io.sluice.load.result.RunResult;
import io.sluice.load.slo.SloOutcome;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A result as a tree of fields. The names are a contract: other programs and later runs read them.
 */
public final class ResultDocument {
  /** Changes when a field changes its meaning or goes away. */
  static final int SCHEMA = 1;

  private static final double SHOWN = 1e3;

  private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

  public ResultDocument(RunResult result, RunSetup setup) {
    fields.put("schema", SCHEMA);
    fields.put("scenario", result.scenario());
    fields.put("at", setup.at().toString());
    fields.put("verdict", result.verdict().words());
    fields.put("problems", result.problems());
    fields.put("summary", summary(result.figures()));
    fields.put("generator", result.pace() == null ? null : generator(result.pace()));
    fields.put("ledger", ledger(result.ledger()));
    fields.put("slo", result.slo().stream().map(ResultDocument::slo).toList());
    fields.put("env", environment(setup.environment()));
    fields.put("config", setup.options());
    fields.putAll(result.figures().special().whole());
    fields.put("histograms", histograms(result.figures()));
    Timeline timeline = result.figures().timeline();
    fields.put("timeline", timeline == null ? null : TimelineFields.of(timeline));
  }

  Map<String, @Nullable Object> fields() {
    return fields;
  }

  private static Map<String, @Nullable Object> summary(RunResult.Figures figures) {
    Map<String, @Nullable Object> latency = new LinkedHashMap<>();
    figures.latency().forEach((stage, seen) -> latency.put(stage.wireName(), latency(seen)));
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("throughput", throughput(figures.throughput()));
    summary.put("latencyMs", latency);
    summary.put("redis", redis(figures.costs()));
    summary.put("client", client(figures.costs()));
    summary.putAll(figures.special().summary());
    return summary;
  }

  private static Map<String, @Nullable Object> throughput(RunResult.Throughput seen) {
    Map<String, @Nullable Object> throughput = new LinkedHashMap<>();
    throughput.put("enqueuedPerSecond", rounded(seen.enqueuedPerSecond()));
    throughput.put("completedPerSecond", rounded(seen.completedPerSecond()));
    return throughput;
  }

  private static Map<String, @Nullable Object> latency(LatencySummary seen) {
    Map<String, @Nullable Object> latency = new LinkedHashMap<>();
    latency.put("count", seen.count());
    latency.put("p50", seen.p50());
    latency.put("p90", seen.p90());
    latency.put("p99", seen.p99());
    latency.put("p999", seen.p999());
    latency.put("max", seen.max());
    return latency;
  }

  private static Map<String, @Nullable Object> redis(RunResult.Costs costs) {
    Map<String, @Nullable Object> redis = new LinkedHashMap<>();
    double cycle = costs.cycle().redisCpuMicrosPerTask();
    redis.put("cpuMicrosPerTask", Double.isNaN(cycle) ? null : rounded(cycle));
    double calls = costs.cycle().redisCallsPerTask();
    redis.put("roundTripsPerTask", Double.isNaN(calls) ? null : rounded(calls));
    Cost enqueue = costs.enqueue();
    Cost run = costs.run();
    if (enqueue != null && run != null) {
      redis.put("enqueueCpuMicrosPerTask", rounded(enqueue.redisCpuMicrosPerTask()));
      redis.put("runCpuMicrosPerTask", rounded(run.redisCpuMicrosPerTask()));
    }
    Double bytes = costs.bytesPerQueuedTask();
    redis.put("bytesPerQueuedTask", bytes == null ? null : rounded(bytes));
    return redis;
  }

  private static Map<String, @Nullable Object> client(RunResult.Costs costs) {
    Map<String, @Nullable Object> client = new LinkedHashMap<>();
    client.put("cpuMicrosPerTask", rounded(costs.cycle().clientCpuMicrosPerTask()));
    Cost enqueue = costs.enqueue();
    Cost run = costs.run();
    if (enqueue != null && run != null) {
      client.put("enqueueCpuMicrosPerTask", rounded(enqueue.clientCpuMicrosPerTask()));
      client.put("runCpuMicrosPerTask", rounded(run.clientCpuMicrosPerTask()));
    }
    return client;
  }

  private static Map<String, @Nullable Object> generator(PaceReport pace) {
    Map<String, @Nullable Object> generator = new LinkedHashMap<>();
    generator.put("planned", pace.planned());
    generator.put("sends", pace.sends());
    generator.put("late", pace.late());
    generator.put("lateAfterMs", PaceWatch.LATE_AFTER.toMillis());
    generator.put("keptUp", pace.keptUp());
    generator.put("latenessMs", latency(pace.lateness()));
    return generator;
  }

  private static Map<String, @Nullable Object> ledger(LedgerVerdict verdict) {
    Map<String, @Nullable Object> ledger = new LinkedHashMap<>();
    ledger.put("accepted", verdict.accepted());
    ledger.put("succeeded", verdict.succeeded());
    ledger.put("dead", verdict.dead());
    ledger.put("lost", verdict.lost());
    ledger.put("doubled", verdict.doubled());
    ledger.put("refused", verdict.refused());
    ledger.put("unknown", verdict.unknown());
    ledger.put("findings", verdict.findings());
    return ledger;
  }

  private static Map<String, @Nullable Object> slo(SloOutcome outcome) {
    Double measured = outcome.measured();
    Map<String, @Nullable Object> slo = new LinkedHashMap<>();
    slo.put("rule", outcome.rule());
    slo.put("measured", measured == null ? null : rounded(measured));
    slo.put("limit", outcome.limit());
    slo.put("unit", outcome.unit());
    slo.put("met", outcome.met());
    return slo;
  }

  private static Map<String, Object> histograms(RunResult.Figures figures) {
    Map<String, Object> histograms = new LinkedHashMap<>();
    figures
        .histograms()
        .forEach((stage, seen) -> histograms.put(stage.wireName(), HistogramText.of(seen)));
    return histograms;
  }

  private static Map<String, @Nullable Object> environment(Environment seen) {
    Map<String, @Nullable Object> environment = new LinkedHashMap<>();
    environment.put("os", seen.os());
    environment.put("cores", seen.cores());
    environment.put("jdk", seen.jdk());
    environment.put("memoryBytes", seen.memoryBytes());
    environment.put("heapBytes", seen.heapBytes());
    environment.put("redis", seen.redis().version());
    environment.put("persistence", seen.redis().persistence());
    return environment;
  }

  private static double rounded(double value) {
    return Math.round(value * SHOWN) / SHOWN;
  }
}
