package io.sluice.load.report.html;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Results as the contract has them, made up and always the same: a minute with one stall in it. */
public final class SyntheticResult {
  public static final int SECONDS = 60;

  private static final int STALL = 37;
  private static final int TASKS = 300_000;
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Map<String, Double> STAGES = stages();

  private final Random random = new Random(7);
  private final ObjectNode result = JSON.createObjectNode();

  private SyntheticResult() {}

  /** Everything there can be, of an open-loop run. */
  public static ObjectNode full() {
    SyntheticResult made = new SyntheticResult();
    made.head("e2e", "ok");
    made.slo();
    made.histograms();
    made.timeline();
    return made.result;
  }

  /** A search for saturation. */
  public static ObjectNode saturated() {
    ObjectNode result = full();
    result.put("scenario", "saturate");
    result.withObject("/summary").putObject("saturation").put("ratePerSecond", 12_500);
    ArrayNode steps = result.putArray("steps");
    double[] rates = {2_000, 4_000, 8_000, 16_000, 12_000, 14_000, 13_000, 12_500};
    for (double rate : rates) {
      step(steps.addObject(), rate);
    }
    return result;
  }

  /** As results were before there was a timeline. */
  public static ObjectNode old() {
    SyntheticResult made = new SyntheticResult();
    made.head("drain", "ok");
    made.result.withObject("/config").remove("command");
    return made.result;
  }

  /** The smallest result of a run that shared a queue among groups. */
  public static ObjectNode shared() {
    ObjectNode result = old();
    result
        .putArray("groups")
        .addObject()
        .put("group", "heavy")
        .put("weight", 1)
        .put("sharePercent", 20);
    ObjectNode shares = result.putObject("shares").put("intervalSeconds", 0.5);
    shares.putArray("seconds").add(0.0).add(0.5);
    ArrayNode lines = shares.putArray("lines");
    line(lines.addObject(), "heavy, weight 1", 20, 100);
    line(lines.addObject(), "4 light, weight 1", 80, 0);
    return result;
  }

  private static void line(ObjectNode line, String label, double first, double second) {
    line.put("label", label).put("wantedPercent", first);
    line.putArray("sharePercent").add(first).add(second);
  }

  static Histogram histogram(String stage) {
    Random values = new Random(stage.hashCode());
    Histogram histogram = new Histogram(3);
    for (int i = 0; i < TASKS; i++) {
      double tail = values.nextInt(1000) == 0 ? 20 : 1;
      double millis = STAGES.getOrDefault(stage, 1.0) * Math.exp(values.nextGaussian() / 3) * tail;
      histogram.recordValue((long) (millis * 1e6));
    }
    return histogram;
  }

  static String encoded(Histogram histogram) {
    ByteBuffer room = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(room);
    byte[] bytes = Arrays.copyOf(room.array(), length);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static void step(ObjectNode step, double rate) {
    double most = 12_600;
    boolean kept = rate <= most;
    step.put("ratePerSecond", rate)
        .put("achievedPerSecond", kept ? rate : rate * 0.99)
        .put("completedPerSecond", Math.min(rate, most))
        .put("p99Ms", kept ? 3 + rate / 2_000 : rate / 10)
        .put("backlogGrowthPerSecond", Math.max(0, rate - most))
        .put("kept", kept);
  }

  private void head(String scenario, String verdict) {
    result.put("schema", 1).put("scenario", scenario).put("at", "2026-01-31T10:20:30Z");
    result.put("verdict", verdict).putArray("problems");
    ObjectNode summary = result.putObject("summary");
    summary
        .putObject("throughput")
        .put("enqueuedPerSecond", 4_998.21)
        .put("completedPerSecond", 4_997.9);
    ObjectNode latency = summary.putObject("latencyMs");
    STAGES.keySet().forEach(stage -> latency(latency.putObject(stage), histogram(stage)));
    summary.putObject("redis").put("cpuMicrosPerTask", 13.374).putNull("bytesPerQueuedTask");
    summary.putObject("client").put("cpuMicrosPerTask", 92.13);
    summary.putObject("newer").put("unheardOf", 3.5);
    generator();
    result
        .putObject("ledger")
        .put("accepted", TASKS)
        .put("succeeded", TASKS)
        .put("dead", 0)
        .put("lost", 0)
        .put("doubled", 0)
        .put("refused", 0)
        .put("unknown", 0)
        .putArray("findings");
    setup();
  }

  private void generator() {
    ObjectNode generator = result.putObject("generator");
    generator.put("planned", TASKS).put("sends", TASKS).put("late", 12).put("lateAfterMs", 10);
    generator.put("keptUp", true);
    latency(generator.putObject("latenessMs"), histogram("lateness"));
  }

  private void setup() {
    result
        .putObject("env")
        .put("os", "Linux 6.1 amd64")
        .put("cores", 2)
        .put("jdk", "17.0.15+6")
        .put("memoryBytes", 8L << 30)
        .put("heapBytes", 2L << 30)
        .put("redis", "7.0.15")
        .put("persistence", "append-only file, fsync everysec");
    result
        .putObject("config")
        .put(
            "command",
            "sluice-load run e2e --target redis://load:***@redis.example:6379/0 --rate 5k/s"
                + " --duration 60s --warmup 5s --slo 'e2e.p99<50ms' --slo 'e2e.p999<20ms'"
                + " --seed 1234567890")
        .put("target", "redis")
        .put("payloadBytes", 200)
        .put("concurrency", 256)
        .put("seed", 1234567890)
        .put("ratePerSecond", 5000.0)
        .put("arrivals", "constant");
  }

  private void slo() {
    ArrayNode slo = result.putArray("slo");
    slo.addObject()
        .put("rule", "e2e.p99<50ms")
        .put("measured", 12.3)
        .put("limit", 50.0)
        .put("unit", "ms")
        .put("met", true);
    slo.addObject()
        .put("rule", "e2e.p999<20ms")
        .put("measured", 61.25)
        .put("limit", 20.0)
        .put("unit", "ms")
        .put("met", false);
    result.put("verdict", "SLO missed");
  }

  private void histograms() {
    ObjectNode histograms = result.putObject("histograms");
    STAGES.keySet().forEach(stage -> histograms.put(stage, encoded(histogram(stage))));
  }

  private void timeline() {
    ObjectNode timeline = result.putObject("timeline").put("intervalSeconds", 1.0);
    series(timeline, "seconds", 0, 0).removeAll();
    for (int second = 1; second <= SECONDS; second++) {
      timeline.withArray("/seconds").add((double) second);
    }
    series(timeline, "offeredPerSecond", 5_000, 0);
    stalled(series(timeline, "achievedPerSecond", 4_990, 20), 2_900, 5_800);
    stalled(series(timeline, "completedPerSecond", 4_985, 40), 600, 7_900);
    stalled(series(timeline, "backlog", 14, 8), 4_400, 1_500);
    series(timeline, "redisCpuPercent", 34, 2);
    stalled(series(timeline, "jvmCpuPercent", 88, 9), 130, 150);
    series(timeline, "redisMemoryBytes", 48 << 20, 1 << 20);
    series(timeline, "jvmHeapBytes", 310 << 20, 120 << 20);
    series(timeline, "jvmRssBytes", 640 << 20, 4 << 20);
    stalled(series(timeline, "gcPauseMs", 3, 3), 410, 22);
    ObjectNode latency = timeline.putObject("latencyMs");
    STAGES.forEach((stage, millis) -> latency(latency.putObject(stage), millis));
    ((ArrayNode) latency.path("e2e").path("p50")).setNull(20);
  }

  private void latency(ObjectNode stage, double millis) {
    stalled(series(stage, "p50", millis, millis / 9), millis * 90, millis * 3);
    stalled(series(stage, "p99", millis * 3, millis), millis * 300, millis * 12);
    stalled(series(stage, "p999", millis * 9, millis * 3), millis * 380, millis * 40);
    stalled(series(stage, "max", millis * 30, millis * 9), millis * 420, millis * 90);
  }

  private ArrayNode series(ObjectNode parent, String name, double middle, double spread) {
    ArrayNode values = parent.putArray(name);
    for (int second = 1; second <= SECONDS; second++) {
      values.add(Math.max(0, middle + spread * (2 * random.nextDouble() - 1)));
    }
    return values;
  }

  private static void stalled(ArrayNode values, double in, double after) {
    values.set(STALL, in);
    values.set(STALL + 1, after);
  }

  private static void latency(ObjectNode stage, Histogram seen) {
    stage
        .put("count", seen.getTotalCount())
        .put("p50", seen.getValueAtPercentile(50) / 1e6)
        .put("p90", seen.getValueAtPercentile(90) / 1e6)
        .put("p99", seen.getValueAtPercentile(99) / 1e6)
        .put("p999", seen.getValueAtPercentile(99.9) / 1e6)
        .put("max", seen.getMaxValue() / 1e6);
  }

  private static Map<String, Double> stages() {
    Map<String, Double> stages = new LinkedHashMap<>();
    stages.put("enqueue", 0.9);
    stages.put("wait", 0.4);
    stages.put("start", 1.4);
    stages.put("pickup", 1.2);
    stages.put("run", 0.05);
    stages.put("e2e", 1.6);
    return stages;
  }
}
