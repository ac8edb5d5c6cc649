package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.gateway.support.SluiceProcess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "enqueue q",
        "--nonsense",
        "serve --nonsense",
        "serve --port x",
        "serve --redis localhost:6379",
        "serve --redis redis://localhost --data-dir data",
        "serve --bind 0.0.0.0",
        "serve --bind ::",
        "serve --bind no.such.host.invalid",
        "serve --demo-workers --demo-concurrency x",
        "serve --session-life soon",
        "serve --max-connections 0",
        "serve --max-connections many",
        "serve --compress-from -1",
        "serve --compress-from much",
        "doctor",
        "doctor --redis localhost:6379",
        "doctor --redis redis://localhost -o xml",
        "doctor --redis redis://localhost --namespace {}",
        "serve --redis redis://localhost --tokens-file no/such/file",
        "token",
        "token new",
        "token new --name a --role boss",
        "token new --name a§b --role viewer",
        "token new --name a --role viewer --queues a:b",
        "token new --name a --role viewer --rate fast",
        "demo --tasks 0",
        "demo --tasks many",
      })
  void endsWith2WhenItIsCalledWrongly(String line) {
    assertThat(SluiceCommand.run(line.isEmpty() ? new String[0] : line.split(" ", -1)))
        .isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "--version",
        "serve --help",
        "demo --help",
        "doctor --help",
        "token --help",
        "token new --help",
        "demo --version"
      })
  void endsWith0WhenItIsAskedAboutItself(String line) {
    assertThat(SluiceCommand.run(line.split(" ", -1))).isZero();
  }

  @Test
  void saysWhichBuildItIs() throws Exception {
    try (SluiceProcess process = SluiceProcess.start("--version")) {
      assertThat(process.remainingOutput())
          .singleElement()
          .asString()
          .matches("sluice [0-9]+\\.[0-9]+\\.[0-9]+.*");
      assertThat(process.exitCode()).isZero();
    }
  }

  @Test
  void saysWhyItDoesNotListenBeyondThisMachine() throws Exception {
    try (SluiceProcess process = SluiceProcess.start("serve", "--bind", "0.0.0.0")) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.errors().get(0)).contains("--bind 0.0.0.0", "tokens", "--insecure");
      assertThat(process.remainingOutput()).isEmpty();
    }
  }

  @Test
  void takesOnlyNamesForHostsThatItIsReachedBy() throws Exception {
    try (SluiceProcess process =
        SluiceProcess.start("serve", "--allow-host", "proxy.example,evil.example:80")) {
      assertThat(process.exitCode()).isEqualTo(2);
      assertThat(process.errors().get(0))
          .contains("--allow-host", "without a port", "'evil.example:80'");
    }
  }
}
