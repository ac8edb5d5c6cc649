package io.sluice.load.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.LoadMain;
import io.sluice.load.fault.Signal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Servers of a run go with it, also where it is ended from outside. */
class EndedRunTest {
  private static final int SERVERS = 6;

  @TempDir private Path folder = Path.of("");

  @Test
  @Timeout(90)
  void noServerOutlivesARunThatIsToldToStop() throws Exception {
    Process run =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                LoadMain.class.getName(),
                "chaos",
                "--topology",
                "sentinel",
                "--duration",
                "5m",
                "--out",
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("said").toFile())
            .start();
    List<ProcessHandle> servers = servers(run);
    while (servers.size() < SERVERS) {
      assertThat(run.isAlive()).isTrue();
      servers = servers(run);
    }
    Signal.TERM.to(run.pid());

    assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
    for (ProcessHandle server : servers) {
      server.onExit().get(30, TimeUnit.SECONDS);
    }
  }

  private static List<ProcessHandle> servers(Process run) {
    return run.descendants()
        .filter(child -> child.info().command().orElse("").contains("redis-server"))
        .toList();
  }
}
