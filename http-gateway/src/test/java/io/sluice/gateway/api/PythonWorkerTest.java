package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.TestGateway;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The worker of the documentation runs tasks, and may die in the middle. */
@Timeout(120)
class PythonWorkerTest {
  private static final Path SCRIPT = Path.of("..", "docs", "examples", "worker.py");
  private static final int TASKS = 100;
  private static final Duration LIFE = Duration.ofSeconds(2);

  /** Within which the tasks of a dead worker are run elsewhere once its session is over. */
  private static final Duration RUN_ELSEWHERE = Duration.ofSeconds(2);

  private static final TestGateway GATEWAY =
      TestGateway.start(config -> config.withSessionLife(LIFE));
  private static final Http HTTP = GATEWAY.http();

  @TempDir Path dir;
  private final List<Process> started = new ArrayList<>();

  @BeforeAll
  static void thereIsPython() {
    assumeTrue(
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(each -> Files.isExecutable(Path.of(each, "python3"))),
        "python3 is not on the PATH");
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @AfterEach
  void endWorkers() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void hasFortyLines() throws IOException {
    assertThat(Files.readAllLines(SCRIPT)).hasSizeLessThanOrEqualTo(40);
  }

  @Test
  void theTasksOfAKilledWorkerAreRunElsewhereInTime() throws Exception {
    enqueue("killed");
    Process dead = worker("killed", slow());
    awaitRunning("killed", TASKS);

    dead.destroyForcibly().waitFor();
    long killed = System.nanoTime();
    worker("killed", SCRIPT);
    awaitSucceeded("killed");

    Duration took = Duration.ofNanos(System.nanoTime() - killed);
    System.out.printf("%d tasks run elsewhere %d ms after the kill%n", TASKS, took.toMillis());
    assertThat(took).isLessThan(LIFE.plus(RUN_ELSEWHERE));
    assertThat(total("killed", "reaped")).isEqualTo(TASKS);
  }

  @Test
  void aWorkerThatComesBackTooLateIsToldSo() throws Exception {
    enqueue("late");
    Process late = worker("late", slow());
    awaitRunning("late", TASKS);

    signal(late, "STOP");
    worker("late", SCRIPT);
    awaitSucceeded("late");
    signal(late, "CONT");
    late.getOutputStream().write("\n".repeat(TASKS).getBytes(StandardCharsets.US_ASCII));
    late.getOutputStream().flush();

    BufferedReader told =
        new BufferedReader(new InputStreamReader(late.getInputStream(), StandardCharsets.UTF_8));
    for (int i = 0; i < TASKS; i++) {
      assertThat(told.readLine()).endsWith(" token_lost");
    }
    assertThat(total("late", "succeeded")).isEqualTo(TASKS);
  }

  /** The same worker, whose handler waits for a line that the test writes. */
  private Path slow() throws IOException {
    String script = Files.readString(SCRIPT);
    String slow = script.replace("lambda payload: payload", "lambda payload: sys.stdin.readline()");
    assertThat(slow).isNotEqualTo(script);
    return Files.writeString(dir.resolve("slow.py"), slow);
  }

  private Process worker(String queue, Path script) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("python3", script.toString(), HTTP.url(), queue)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("AT_ONCE", String.valueOf(TASKS));
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private static void signal(Process process, String name) throws Exception {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  private static void enqueue(String queue) {
    String line = "{\"type\":\"demo.echo\",\"payload\":1}\n";
    HTTP.postAs("application/x-ndjson", "/v1/queues/" + queue + "/tasks", line.repeat(TASKS));
  }

  private static void awaitRunning(String queue, int count) {
    while (queue(queue, "counts", "running") != count) {
      Thread.onSpinWait();
    }
  }

  private static void awaitSucceeded(String queue) {
    while (total(queue, "succeeded") != TASKS) {
      Thread.onSpinWait();
    }
  }

  private static int total(String queue, String name) {
    return queue(queue, "totals", name);
  }

  private static int queue(String queue, String part, String name) {
    return HTTP.get("/v1/queues/" + queue).json().path(part).path(name).asInt();
  }
}
