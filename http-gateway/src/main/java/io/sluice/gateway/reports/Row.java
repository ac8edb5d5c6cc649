package io.sluice.gateway.reports;

import io.sluice.gateway.json.JsonTree;
import io.sluice.gateway.json.WireTime;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The main figures of a result. A result that does not have one, or has something else in its
 * place, goes without it.
 */
final class Row {
  private static final int MOST_CHARS = 2000;
  private static final int MOST_DIGITS = 32;

  /** The first of these that was timed is how long a task took. */
  private static final List<String> LONGEST_WAYS = List.of("e2e", "http", "start", "enqueue");

  private final JsonTree result;
  private final Map<String, JsonTree> fields = new LinkedHashMap<>();

  private Row(JsonTree result) {
    this.result = result;
  }

  static JsonTree of(JsonTree result, @Nullable Timeline timeline) {
    Row row = new Row(result);
    row.text("scenario", result.get("scenario"));
    row.text("verdict", result.get("verdict"));
    row.setup();
    row.figures(timeline);
    return new JsonTree.Members(row.fields);
  }

  private void setup() {
    JsonTree config = result.get("config");
    JsonTree env = result.get("env");
    time("startedAt", result.get("at"));
    text("command", config.get("command"));
    text("target", config.get("target"));
    text("redis", env.get("redis"));
    text("jdk", env.get("jdk"));
    text("os", env.get("os"));
    number("cores", env.get("cores"));
    number("offeredPerSecond", config.get("ratePerSecond"));
    number("inFlight", config.get("closed"));
  }

  private void figures(@Nullable Timeline timeline) {
    JsonTree throughput = result.get("summary").get("throughput");
    number("enqueuedPerSecond", throughput.get("enqueuedPerSecond"));
    number("completedPerSecond", throughput.get("completedPerSecond"));
    if (timeline != null && timeline.endSeconds() != null) {
      number("durationSeconds", new JsonTree.Literal(timeline.endSeconds().toString()));
    }
    latency(result.get("summary").get("latencyMs"));
    for (String count : List.of("accepted", "succeeded", "dead", "lost", "doubled")) {
      number(count, result.get("ledger").get(count));
    }
  }

  private void latency(JsonTree stages) {
    Optional<String> stage =
        LONGEST_WAYS.stream().filter(name -> !stages.get(name).isNull()).findFirst();
    if (stage.isPresent()) {
      text("stage", new JsonTree.Text(stage.get()));
      number("p50Ms", stages.get(stage.get()).get("p50"));
      number("p99Ms", stages.get(stage.get()).get("p99"));
    }
  }

  private void text(String name, JsonTree value) {
    if (value instanceof JsonTree.Text text) {
      fields.put(name, new JsonTree.Text(cut(text.value())));
    }
  }

  /** Not inside of a character. */
  private static String cut(String text) {
    return text.length() <= MOST_CHARS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST_CHARS / 2)) + "…";
  }

  private void time(String name, JsonTree value) {
    try {
      fields.put(name, new JsonTree.Text(WireTime.format(WireTime.parse(value.text()))));
    } catch (DateTimeException none) {
      // It goes without.
    }
  }

  private void number(String name, JsonTree value) {
    if (value instanceof JsonTree.Literal literal && isNumber(literal.written())) {
      fields.put(name, literal);
    }
  }

  private static boolean isNumber(String written) {
    try {
      return written.length() <= MOST_DIGITS && Double.isFinite(Double.parseDouble(written));
    } catch (NumberFormatException none) {
      return false;
    }
  }
}
