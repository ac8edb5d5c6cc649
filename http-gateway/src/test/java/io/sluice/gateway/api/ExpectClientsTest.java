package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.TestGateway;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that nobody here wrote keep their lines back until they are asked for them. */
@Timeout(300)
class ExpectClientsTest {
  private static final Path SCRIPT = Path.of("..", "docs", "examples", "expect", "run.sh");
  private static final List<String> CLIENTS =
      List.of("curl", "go", "ruby", "node", "python", "java");
  private static final long PATIENCE_SECONDS = 240;
  private static final TestGateway GATEWAY = TestGateway.start();

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void theLinesOfEachAreTakenIn() throws Exception {
    ProcessBuilder script =
        new ProcessBuilder("bash", SCRIPT.toString(), GATEWAY.http().url())
            .redirectErrorStream(true);
    script.environment().put("EXPECT_LINES", "2000");
    Process running = script.start();
    running.getOutputStream().close();
    List<String> told =
        new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    assertThat(running.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    told.forEach(System.out::println);

    assertThat(told).hasSameSizeAs(CLIENTS).noneMatch(line -> line.startsWith("FAIL"));
    for (int i = 0; i < CLIENTS.size(); i++) {
      assertThat(told.get(i))
          .matches("(ok|skip) +" + CLIENTS.get(i) + ": .*")
          .satisfiesAnyOf(
              line -> assertThat(line).startsWith("skip"),
              line -> assertThat(line).endsWith("2000 of 2000 lines accepted"));
    }
    assertThat(running.exitValue()).isZero();
  }
}
