package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.SluiceProcess;
import java.util.List;
import org.junit.jupiter.api.Test;

class DemoTest {
  @Test
  void runsAllItsTasksAndChecksTheLedger() throws Exception {
    try (SluiceProcess demo =
        SluiceProcess.start("demo", "--exit", "--tasks", "2000", "--port", "0")) {
      List<String> said = demo.remainingOutput();

      assertThat(demo.exitCode()).as("said %s, errors %s", said, demo.errors()).isZero();
      assertThat(String.join("\n", said))
          .contains("tasks      2,000 enqueued over HTTP")
          .containsPattern("rate       [0-9,]+/s enqueued, [0-9,]+/s completed")
          .containsPattern("enqueue    p50 [0-9.]+ ms, p99 [0-9.]+ ms, max [0-9.]+ ms \\(of 2,000")
          .containsPattern("end to end p50 [0-9.]+ ms, p99 [0-9.]+ ms, max [0-9.]+ ms \\(of 1,000")
          .contains("ledger     accepted 2,000, succeeded 2,000, dead 0, unfinished 0, balanced")
          .contains("verdict    every task ran, none lost, none doubled");
    }
  }

  @Test
  void showsItselfUntilItIsStopped() throws Exception {
    try (SluiceProcess demo = SluiceProcess.start("demo", "--port", "0")) {
      assertThat(demo.nextLine()).matches("dashboard http://127\\.0\\.0\\.1:\\d+/ui/");
      Http http = demo.http();
      while (!demo.nextLine().contains("curl -s " + http.url() + "/v1/queues/demo/tasks")) {
        assertThat(demo.outputSoFar()).hasSizeLessThan(50);
      }
      while (http.get("/v1/queues/demo").json().path("totals").path("succeeded").asInt() < 3) {
        Thread.onSpinWait();
      }
      for (String queue : List.of("mail", "images", "webhooks", "reports")) {
        while (http.get("/v1/queues/" + queue).json().path("totals").path("succeeded").asInt()
            < 1) {
          Thread.onSpinWait();
        }
      }
      assertThat(http.get("/v1/schedules").json().path("items")).hasSize(3);
      demo.signal("INT");

      assertThat(demo.exitCode()).isZero();
    }
  }
}
