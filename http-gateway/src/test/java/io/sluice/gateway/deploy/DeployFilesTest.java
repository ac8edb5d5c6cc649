package io.sluice.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.http.Timeouts;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.TestGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The files of the folder deploy are well-formed, and speak of what there is. */
class DeployFilesTest {
  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final Path ALERTS = DEPLOY.resolve("prometheus/alerts.yaml");
  private static final Path DASHBOARD = DEPLOY.resolve("grafana/dashboard.json");
  private static final Path SCRIPTS = Path.of("../engine/src/main/resources/io/sluice/script");
  private static final Pattern METRIC = Pattern.compile("\\b(?:sluice|jvm|process)_[a-z_]+");
  private static final Pattern CALL = Pattern.compile("\\bp?call\\('([A-Z]+)'");
  private static final YAMLMapper YAML = new YAMLMapper();

  @Test
  void alertsAndDashboardShowOnlyMetricsThatThereAre() throws IOException {
    Set<String> wanted = metrics(Files.readString(ALERTS));
    wanted.addAll(metrics(Files.readString(DASHBOARD)));
    try (TestGateway gateway = TestGateway.start()) {
      gateway.http().enqueue("demo", "{\"type\":\"demo.echo\",\"payload\":1}", "Prefer", "wait=20");
      gateway.http().enqueue("waiting", "{\"type\":\"a\",\"group\":\"tenant-7\"}");

      assertThat(wanted).hasSizeGreaterThan(10);
      assertThat(metrics(gateway.http().get("/metrics").text())).containsAll(wanted);
    }
  }

  @Test
  void everyExpressionOfTheDashboardStandsInAPanel() throws IOException {
    JsonNode panels = new JsonMapper().readTree(Files.readString(DASHBOARD)).path("panels");

    assertThat(panels.size()).isGreaterThan(8);
    for (JsonNode panel : panels) {
      assertThat(panel.path("targets").path(0).path("expr").asString(""))
          .as(panel.path("title").asString(""))
          .contains("_");
    }
  }

  /** By {@code Timeouts.idle}, after which a gateway closes a connection itself. */
  @Test
  void eachBalancerClosesIdleConnectionsBeforeTheGatewayDoes() throws IOException {
    Duration idle = Timeouts.DEFAULT.idle();
    JsonNode envoy = YAML.readTree(Files.readString(DEPLOY.resolve("envoy.yaml")));
    String cluster =
        "/static_resources/clusters/0/typed_extension_protocol_options"
            + "/envoy.extensions.upstreams.http.v3.HttpProtocolOptions"
            + "/common_http_protocol_options/idle_timeout";

    assertThat(
            List.of(
                seconds(Files.readString(DEPLOY.resolve("haproxy.cfg")), "http-keep-alive (\\d+)s"),
                seconds(
                    Files.readString(DEPLOY.resolve("nginx.conf")), "keepalive_timeout (\\d+)s"),
                seconds(envoy.at(cluster).asString(""), "(\\d+)s")))
        .allSatisfy(closed -> assertThat(closed).isLessThan(idle));
  }

  private static Duration seconds(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return Duration.ofSeconds(Long.parseLong(matcher.group(1)));
  }

  @Test
  void everyManifestIsOfAKindAndNamesWhatItIs() throws IOException {
    try (Stream<Path> files = Files.list(DEPLOY.resolve("kubernetes"))) {
      List<JsonNode> documents = files.flatMap(file -> documents(file).stream()).toList();

      assertThat(documents)
          .allSatisfy(
              document -> {
                assertThat(document.path("kind").asString("")).isNotEmpty();
                assertThat(document.at("/metadata/name").asString("")).isNotEmpty();
              });
      assertThat(documents.stream().map(document -> document.path("kind").asString("")))
          .contains("Deployment", "Service", "Secret", "PodDisruptionBudget", "ScaledObject");
    }
  }

  @Test
  void probesAndScalerAskForWhatIsAnswered() throws IOException {
    JsonNode container =
        documents(DEPLOY.resolve("kubernetes/deployment.yaml"))
            .get(0)
            .at("/spec/template/spec/containers/0");
    JsonNode trigger =
        documents(DEPLOY.resolve("kubernetes/scaler.yaml")).get(1).at("/spec/triggers/0/metadata");
    String scaler = trigger.path("url").asString("").replace("http://sluice-gateway", "");
    try (TestGateway gateway = TestGateway.start()) {
      Http http = gateway.http();
      http.enqueue("email", "{\"type\":\"a\"}");

      assertThat(http.get(container.at("/livenessProbe/httpGet/path").asString("")).status())
          .isEqualTo(200);
      assertThat(http.get(container.at("/readinessProbe/httpGet/path").asString("")).text())
          .contains("\"ready\":true");
      assertThat(http.get(scaler).json().path(trigger.path("valueLocation").asString("")).asInt())
          .isEqualTo(1);
    }
  }

  @Test
  void composeAndAlertsAreWellFormed() {
    JsonNode compose = documents(DEPLOY.resolve("compose.yaml")).get(0);
    JsonNode rules = documents(ALERTS).get(0).at("/groups/0/rules");

    assertThat(compose.at("/services/gateway/secrets/0").asString(""))
        .isEqualTo(compose.path("secrets").propertyNames().iterator().next());
    assertThat(rules)
        .allSatisfy(
            rule -> {
              assertThat(rule.path("expr").asString("")).contains("sluice_");
              assertThat(rule.at("/annotations/action").asString("")).endsWith(".");
            });
  }

  @Test
  void theRedisUserMaySendWhatScriptsSend() throws IOException {
    String user = Files.readAllLines(DEPLOY.resolve("redis/users.acl")).get(1);
    Set<String> allowed =
        Arrays.stream(user.split(" ", -1))
            .filter(word -> word.startsWith("+"))
            .map(word -> word.substring(1).replaceAll("\\|.*", ""))
            .collect(Collectors.toSet());
    try (Stream<Path> scripts = Files.walk(SCRIPTS)) {
      Set<String> called =
          scripts
              .filter(Files::isRegularFile)
              .flatMap(script -> CALL.matcher(read(script)).results())
              .map(call -> call.group(1).toLowerCase(Locale.ROOT))
              .collect(Collectors.toCollection(TreeSet::new));

      assertThat(called).hasSizeGreaterThan(30);
      assertThat(allowed).containsAll(called);
    }
  }

  /** A user without rights would not do: Redis loads its append-only file as that user. */
  @Test
  void nobodyIsTheDefaultUserButItMayDoAll() throws IOException {
    assertThat(Files.readAllLines(DEPLOY.resolve("redis/users.acl")).get(0))
        .isEqualTo("user default off ~* &* +@all");
  }

  /** Without what a histogram or a counter puts behind its name. */
  private static Set<String> metrics(String text) {
    return METRIC
        .matcher(text)
        .results()
        .map(name -> name.group().replaceAll("_(bucket|count|sum)$", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<JsonNode> documents(Path file) {
    return YAML.readerFor(JsonNode.class).<JsonNode>readValues(read(file)).readAll();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
