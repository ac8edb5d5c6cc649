package io.sluice.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.TestGateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * A real Prometheus loads the alert rules, and each query of them and of the pictures has series.
 */
@Tag("proof")
@Timeout(120)
class PrometheusTest {
  private static final Path ALERTS = Path.of("../deploy/prometheus/alerts.yaml");
  private static final Path DASHBOARD = Path.of("../deploy/grafana/dashboard.json");

  @Test
  void everyRuleIsLoadedAndEveryQueryHasASeries() throws IOException {
    try (TestGateway gateway = TestGateway.start();
        Prometheus prometheus = Prometheus.start(gateway.http().url(), ALERTS)) {
      live(gateway.http());
      List<String> alerts = expressions(new YAMLMapper().readTree(ALERTS.toFile()), "/rules");

      JsonNode rules = evaluated(prometheus);
      assertThat(rules).hasSameSizeAs(alerts);
      assertThat(rules)
          .allSatisfy(rule -> assertThat(rule.path("lastError").asString("")).isEmpty());
      Set<String> queries = new LinkedHashSet<>();
      alerts.forEach(alert -> queries.addAll(operands(alert)));
      pictures().forEach(picture -> queries.addAll(operands(picture)));
      assertThat(queries).hasSizeGreaterThan(25);
      for (String query : queries) {
        while (prometheus.series(query).isEmpty()) {
          live(gateway.http()); // the test ends by its time-out where a query never has a series
        }
      }
    }
  }

  private static void live(Http http) {
    http.enqueue(
        "demo", "{\"type\":\"demo.echo\",\"payload\":1,\"group\":\"a\"}", "Prefer", "wait=9");
    http.enqueue(
        "demo", "{\"type\":\"demo.fail\",\"payload\":{\"times\":9},\"retry\":{\"maxAttempts\":1}}");
    http.enqueue("waiting", "{\"type\":\"a\",\"group\":\"b\"}");
  }

  private static JsonNode evaluated(Prometheus prometheus) throws IOException {
    while (true) {
      JsonNode rules = prometheus.rules().path(0).path("rules");
      if (!rules.isEmpty()
          && rules
              .valueStream()
              .noneMatch(rule -> rule.path("health").asString("").equals("unknown"))) {
        return rules;
      }
    }
  }

  private static List<String> expressions(JsonNode document, String rules) {
    return document
        .at("/groups/0" + rules)
        .valueStream()
        .map(rule -> rule.path("expr").asString())
        .toList();
  }

  private static List<String> pictures() throws IOException {
    return new JsonMapper()
        .readTree(Files.readString(DASHBOARD))
        .path("panels")
        .valueStream()
        .flatMap(panel -> panel.path("targets").valueStream())
        .map(target -> target.path("expr").asString())
        .toList();
  }

  /** What an expression compares: of a healthy gateway the comparison itself has no series. */
  private static List<String> operands(String expression) {
    String filled =
        expression
            .replace("$queue", ".*")
            .replace("$__rate_interval", "10s")
            .replace("status=~\"5..\"", "status=~\"...\"")
            .replaceAll("absent\\(([^()]+)\\)", "$1");
    return Stream.of(filled.split(" (?:and|>|==) ", -1))
        .flatMap(part -> Arrays.stream(part.split("^[0-9.]+ \\* ", -1)))
        .map(String::strip)
        .filter(part -> !part.matches("[0-9.]*"))
        .toList();
  }
}
