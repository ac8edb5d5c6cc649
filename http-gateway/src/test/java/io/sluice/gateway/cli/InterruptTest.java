package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.gateway.SluiceMain;
import io.sluice.gateway.support.Http;
import io.sluice.gateway.support.Processes;
import io.sluice.gateway.support.TestGateway;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ctrl-C at a terminal, which a program in Python plays: it types when the bar is drawn. */
@Timeout(120)
class InterruptTest {
  private static final int DEAD = 30;
  private static final int INTERRUPTED = 130;

  private static final String TERMINAL =
      """
      import os, pty, sys
      pid, fd = pty.fork()
      if pid == 0:
          os.execv(sys.argv[1], sys.argv[1:])
      said, typed = b'', False
      while True:
          try:
              part = os.read(fd, 4096)
          except OSError:
              break
          if not part:
              break
          said += part
          if not typed and b'tasks ' in said and b'%' in said:
              os.write(fd, b'\\x03')
              typed = True
      sys.stdout.write(said.decode('utf-8', 'replace'))
      sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) & 255)
      """;

  private static final TestGateway GATEWAY = TestGateway.start();
  private static final Http HTTP = GATEWAY.http();

  @BeforeAll
  static void thereAreDeadTasks() {
    for (int i = 0; i < DEAD; i++) {
      HTTP.enqueue(
          "demo",
          "{\"type\":\"demo.fail\",\"payload\":{\"times\":99},\"retry\":{\"maxAttempts\":1}}");
    }
    while (HTTP.get("/v1/queues/demo").json().at("/counts/dead").asInt() < DEAD) {
      Thread.onSpinWait();
    }
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void aRedriveThatIsInterruptedSaysHowToEndIt() throws Exception {
    assumeTrue(hasPython(), "skipped: there is no python3 to play a terminal");
    List<String> command = new ArrayList<>(List.of("python3", "-c", TERMINAL));
    command.addAll(
        Processes.java(
                SluiceMain.class, "redrive", "demo", "--yes", "--rate", "1", "--server", HTTP.url())
            .command());

    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(said).contains("it continues without this command; to abort it: sluice bulk abort ");
    assertThat(process.waitFor()).as(said).isEqualTo(INTERRUPTED);
    String id = said.replaceAll("(?s).*sluice bulk abort (\\S+).*", "$1");
    assertThat(HTTP.get("/v1/bulk-actions/" + id).member("state")).isEqualTo("running");
    assertThat(HTTP.post("/v1/bulk-actions/" + id + "/abort").member("state")).isEqualTo("aborted");
  }

  private static boolean hasPython() {
    try {
      return new ProcessBuilder("python3", "-c", "import pty").start().waitFor() == 0;
    } catch (java.io.IOException none) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
