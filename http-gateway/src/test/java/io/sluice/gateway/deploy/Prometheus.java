package io.sluice.gateway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A Prometheus of this machine that scrapes one gateway each second. */
final class Prometheus implements AutoCloseable {
  private static final String NAME = "prometheus";
  private static final String SETTING = "SLUICE_TEST_PROMETHEUS";
  private static final long PATIENCE_SECONDS = 10;
  private static final JsonMapper JSON = new JsonMapper();

  private final Process process;
  private final Path folder;
  private final String url;
  private final HttpClient http = HttpClient.newHttpClient();

  private Prometheus(Process process, Path folder, String url) {
    this.process = process;
    this.folder = folder;
    this.url = url;
  }

  /** Starts one with these rules; where there is none the test is skipped, and says so. */
  static Prometheus start(String gateway, Path rules) throws IOException {
    Optional<String> program = program();
    Assumptions.assumeTrue(
        program.isPresent(),
        "no Prometheus on this machine: the alert rules are not loaded; install prometheus, or"
            + " name one in "
            + SETTING);
    Path folder = Files.createTempDirectory("sluice-prometheus");
    Path settings = folder.resolve("prometheus.yaml");
    Files.writeString(
        settings,
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        rule_files: ["%s"]
        scrape_configs:
          - job_name: sluice
            static_configs: [{targets: ["%s"]}]
        """
            .formatted(rules.toRealPath(), URI.create(gateway).getAuthority()));
    String address = "127.0.0.1:" + freePort();
    Process process =
        new ProcessBuilder(
                program.orElseThrow(),
                "--config.file=" + settings,
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + address,
                "--log.level=error")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new Prometheus(process, folder, "http://" + address);
  }

  private static int freePort() throws IOException {
    try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return any.getLocalPort();
    }
  }

  private static Optional<String> program() {
    String named = System.getenv(SETTING);
    if (named != null) {
      return Optional.of(named);
    }
    return Stream.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1))
        .map(dir -> Path.of(dir, NAME))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  /** The groups of rules, as they are now; missing while it has not begun. */
  JsonNode rules() throws IOException {
    return get("/api/v1/rules").at("/data/groups");
  }

  /** The series of a query, as they are now. */
  JsonNode series(String query) throws IOException {
    return get("/api/v1/query?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8))
        .at("/data/result");
  }

  /** Asks until it answers: at first it does not listen yet. */
  private JsonNode get(String path) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + path)).build();
    while (true) {
      if (!process.isAlive()) {
        throw new AssertionError(
            "Prometheus has ended: " + Files.readString(folder.resolve("log")));
      }
      try {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() < 500) {
          assertThat(answer.statusCode()).as("%s: %s", path, answer.body()).isEqualTo(200);
          return JSON.readTree(answer.body());
        }
      } catch (ConnectException notYet) {
        Thread.onSpinWait();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, PATIENCE_SECONDS, TimeUnit.SECONDS)
        .thenAccept(Process::destroyForcibly)
        .join();
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}
