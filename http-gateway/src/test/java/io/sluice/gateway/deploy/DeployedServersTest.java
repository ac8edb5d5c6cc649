package io.sluice.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.RedisURI;
import io.sluice.redis.link.Address;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The manifests of Sentinel and Cluster name what there is: variables of our scripts and of {@code
 * serve}, addresses that the engine takes, and servers, ports, volumes and secrets of their own.
 * Nothing here runs Docker or Kubernetes.
 */
class DeployedServersTest {
  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final Path COMMANDS = Path.of("src/main/java/io/sluice/gateway/cli");
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern OF_SCRIPTS = Pattern.compile("\\bREDIS_[A-Z_]+");
  private static final Pattern OF_SERVE = Pattern.compile("\\bSLUICE_[A-Z_]+");
  private static final String SCRIPTS = "/etc/sluice/";
  private static final String NAMESPACE = ".sluice.svc.cluster.local";

  @ParameterizedTest
  @ValueSource(strings = {"sentinel", "cluster"})
  void aComposeFileNamesWhatThereIs(String folder) {
    JsonNode compose = documents(folder + "/compose.yaml").get(0);
    Set<String> services = Set.copyOf(compose.path("services").propertyNames());

    assertThat(services).contains("gateway").hasSize(folder.equals("sentinel") ? 7 : 8);
    for (String name : services) {
      JsonNode service = merged(compose, compose.path("services").path(name));
      assertVariables(merged(compose, service.path("environment")).propertyNames());
      assertThat(services).containsAll(texts(service.path("depends_on")));
      assertThat(Set.copyOf(compose.path("secrets").propertyNames()))
          .containsAll(texts(service.path("secrets")));
      for (String volume : texts(service.path("volumes"))) {
        assertVolume(folder, compose, volume.split(":", -1));
      }
      if (!name.equals("gateway")) {
        assertScript(service.path("entrypoint"), service.path("command"));
      }
    }
    JsonNode gateway = compose.at("/services/gateway/environment");
    hosts(gateway.path("SLUICE_REDIS_URL").asString(""))
        .forEach(host -> assertThat(addresses(compose)).contains(host.split(":", -1)[0]));
  }

  /** A service is reached by its name, or by its address where it has one. */
  private static Set<String> addresses(JsonNode compose) {
    Set<String> all = new HashSet<>(compose.path("services").propertyNames());
    for (JsonNode service : compose.path("services")) {
      all.add(service.at("/networks/sluice/ipv4_address").asString(""));
      assertThat(service.at("/networks/sluice/ipv4_address").asString(""))
          .isIn("", service.at("/environment/REDIS_NAME").asString(""));
    }
    return all;
  }

  private static void assertVolume(String folder, JsonNode compose, String... parts) {
    if (parts[0].startsWith("..")) {
      assertThat(DEPLOY.resolve(folder).resolve(parts[0])).isDirectory();
    } else {
      assertThat(Set.copyOf(compose.path("volumes").propertyNames())).contains(parts[0]);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sentinel", "cluster"})
  void aManifestNamesWhatThereIs(String folder) {
    List<JsonNode> all = documents(folder + "/kubernetes.yaml");
    List<JsonNode> running =
        all.stream()
            .filter(each -> each.has("spec") && each.at("/spec/template").isObject())
            .toList();

    assertThat(all)
        .allSatisfy(each -> assertThat(each.at("/metadata/name").asString("")).isNotEmpty());
    assertThat(running).isNotEmpty();
    for (JsonNode each : running) {
      JsonNode pod = each.at("/spec/template/spec");
      JsonNode container = pod.at("/containers/0");
      assertVariables(names(container.path("env")));
      assertSecrets(all, container.path("env"));
      assertProbes(container);
      Set<String> volumes = new HashSet<>(names(pod.path("volumes")));
      each.at("/spec/volumeClaimTemplates")
          .forEach(claim -> volumes.add(claim.at("/metadata/name").asString("")));
      assertThat(volumes).containsAll(names(container.path("volumeMounts")));
      if (each.path("kind").asString("").equals("StatefulSet")) {
        assertScript(container.path("command"), container.path("args"));
        assertThat(named(all, "Service")).contains(each.at("/spec/serviceName").asString(""));
        assertThat(volumes).as("what it keeps outlives its pod").contains("data");
      } else {
        assertThat(container.at("/args/0").asString("")).contains("/etc/sluice/join.sh $nodes");
      }
    }
    assertThat(selected(all, "PodDisruptionBudget")).isEqualTo(selected(all, "StatefulSet"));
  }

  /** The URL lies in the secret that the gateways of deploy/kubernetes read. */
  @ParameterizedTest
  @ValueSource(strings = {"sentinel", "cluster"})
  void theGatewaysAreGivenPodsThatThereAre(String folder) {
    List<JsonNode> all = documents(folder + "/kubernetes.yaml");
    JsonNode secret = one(all, "Secret", "sluice-redis");
    JsonNode read =
        documents("kubernetes/deployment.yaml")
            .get(0)
            .at("/spec/template/spec/containers/0/env/0/valueFrom/secretKeyRef");

    assertThat(read.path("name").asString("")).isEqualTo("sluice-redis");
    String url = secret.path("stringData").path(read.path("key").asString("")).asString("");
    for (String host : hosts(url)) {
      String[] parts = host.replace(NAMESPACE, "").split("[:.]", -1);
      JsonNode set = one(all, "StatefulSet", parts[1]);
      assertThat(parts[0])
          .matches(parts[1] + "-[0-" + (set.at("/spec/replicas").asInt() - 1) + "]");
      assertThat(set.at("/spec/template/spec/containers/0/ports/0/containerPort").asString(""))
          .isEqualTo(parts[2]);
    }
  }

  @Test
  void whatTheScriptsReadIsSaidAtTheirTop() {
    for (String script : List.of("start.sh", "join.sh")) {
      String text = read("redis/" + script);
      String top = text.substring(0, text.indexOf("set -eu"));

      assertThat(found(OF_SCRIPTS, top)).isEqualTo(found(OF_SCRIPTS, text));
    }
  }

  /** The words of an image's entry: a shell, our script, and the role of the server. */
  private static void assertScript(JsonNode entry, JsonNode words) {
    assertThat(entry.path(0).asString("")).isEqualTo("/bin/sh");
    String script = entry.path(1).asString("");
    assertThat(script).startsWith(SCRIPTS);
    assertThat(DEPLOY.resolve("redis").resolve(script.substring(SCRIPTS.length()))).isRegularFile();
    if (script.endsWith("start.sh")) {
      assertThat(texts(words)).singleElement().asString().matches("server|sentinel|node");
    }
  }

  private static void assertVariables(Iterable<String> names) {
    Set<String> known = new HashSet<>(found(OF_SCRIPTS, read("redis/start.sh")));
    for (String options : List.of("ServeCommand", "RedisAddress")) {
      known.addAll(found(OF_SERVE, text(COMMANDS.resolve(options + ".java"))));
    }
    known.add("POD");
    assertThat(known).containsAll(names);
  }

  private static void assertSecrets(List<JsonNode> all, JsonNode variables) {
    for (JsonNode variable : variables) {
      JsonNode from = variable.at("/valueFrom/secretKeyRef");
      if (from.isObject()) {
        JsonNode secret = one(all, "Secret", from.path("name").asString(""));
        assertThat(secret.path("stringData").propertyNames())
            .contains(from.path("key").asString(""));
      }
    }
  }

  private static void assertProbes(JsonNode container) {
    List<String> ports = names(container.path("ports"));
    for (String probe : List.of("readinessProbe", "livenessProbe")) {
      if (container.has(probe)) {
        assertThat(ports).contains(container.path(probe).at("/tcpSocket/port").asString(""));
      }
    }
  }

  private static List<String> hosts(String url) {
    String plain = url.replaceAll("\\$\\{[^}]*}", "secret");
    List<RedisURI> nodes =
        Address.isCluster(plain) ? Address.ofCluster(plain) : Address.of(plain).getSentinels();
    assertThat(nodes).hasSize(3);
    return nodes.stream().map(node -> node.getHost() + ":" + node.getPort()).toList();
  }

  private static Set<String> selected(List<JsonNode> all, String kind) {
    return all.stream()
        .filter(each -> each.path("kind").asString("").equals(kind))
        .map(each -> each.at("/spec/selector/matchLabels").toString())
        .collect(Collectors.toSet());
  }

  private static Set<String> named(List<JsonNode> all, String kind) {
    return all.stream()
        .filter(each -> each.path("kind").asString("").equals(kind))
        .map(each -> each.at("/metadata/name").asString(""))
        .collect(Collectors.toSet());
  }

  private static JsonNode one(List<JsonNode> all, String kind, String name) {
    return all.stream()
        .filter(each -> each.path("kind").asString("").equals(kind))
        .filter(each -> each.at("/metadata/name").asString("").equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
  }

  /** With what {@code <<: *name} brings, which stands under {@code x-name}. */
  private static JsonNode merged(JsonNode compose, JsonNode part) {
    ObjectNode whole = YAML.createObjectNode();
    JsonNode anchor = compose.path("x-" + part.path("<<").asString(""));
    for (JsonNode from : List.of(anchor, part)) {
      from.propertyNames().stream()
          .filter(name -> !name.equals("<<"))
          .forEach(name -> whole.set(name, from.path(name)));
    }
    return whole;
  }

  private static List<String> names(JsonNode list) {
    return stream(list).map(each -> each.path("name").asString("")).toList();
  }

  private static List<String> texts(JsonNode list) {
    return stream(list).map(each -> each.asString("")).toList();
  }

  private static Stream<JsonNode> stream(JsonNode list) {
    return Stream.iterate(0, i -> i < list.size(), i -> i + 1).map(list::path);
  }

  private static Set<String> found(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(hit -> hit.group()).collect(Collectors.toSet());
  }

  private static List<JsonNode> documents(String file) {
    return YAML.readerFor(JsonNode.class).<JsonNode>readValues(read(file)).readAll();
  }

  private static String read(String file) {
    return text(DEPLOY.resolve(file));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
