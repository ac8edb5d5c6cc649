package io.sluice.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkerMainTest {
  private static final String NO_REDIS = "redis://127.0.0.1:1";

  @Test
  void aWorkerThatFindsNeitherRedisNorItsParentEnds() throws Exception {
    Process parent = new ProcessBuilder(java(), "-version").start();
    parent.waitFor();
    WorkerMain.Orders orders =
        new WorkerMain.Orders(
            NO_REDIS, "n", List.of("q"), Duration.ofSeconds(2), 1, Duration.ZERO, 1);
    List<String> command =
        new ArrayList<>(
            List.of(
                java(), "-cp", System.getProperty("java.class.path"), WorkerMain.class.getName()));
    command.addAll(orders.words());
    command.add(String.valueOf(parent.pid()));

    Process worker =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();

    boolean ended = worker.waitFor(60, TimeUnit.SECONDS);
    worker.destroyForcibly();
    assertThat(ended).isTrue();
    assertThat(worker.exitValue()).isEqualTo(1);
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
