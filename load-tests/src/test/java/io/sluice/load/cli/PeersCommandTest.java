package io.sluice.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.load.peers.BullMq;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Short turns of the real thing; whether the machine has Node makes no difference. */
class PeersCommandTest {
  @TempDir private Path folder = Path.of("");

  private final StringWriter said = new StringWriter();
  private final StringWriter data = new StringWriter();

  @Test
  void withoutNodeTheRunSaysSoAndMeasuresTheOthers() {
    int code = execute("--quick", "--only", "drain", "--node", folder.resolve("none").toString());

    assertThat(code).as(said.toString()).isZero();
    String missing = "BullMQ: left out, node is not installed (install Node 20 or newer)";
    assertThat(said.toString()).contains(missing);
    assertThat(data.toString()).contains(missing, "Sluice / bare");
    JsonNode figures = peers().at("/loads/drain/completedPerSecond");
    assertThat(figures.at("/Sluice/median").asDouble()).isPositive();
    assertThat(figures.at("/bare/median").asDouble()).isPositive();
    assertThat(figures.at("/Sluice~1bare/median").asDouble())
        .isEqualTo(figures.at("/Sluice/median").asDouble() / figures.at("/bare/median").asDouble());
    assertThat(figures.at("/BullMQ").isMissingNode()).isTrue();
  }

  @Test
  void aPeerThatFailsIsNamedAndTheRestGoesOn() throws IOException {
    installedAlready();
    Path node = program("[ \"$1\" = --version ] && echo v20.1.0 && exit; echo broken; exit 3");

    int code = execute("--quick", "--only", "drain", "--node", node.toString());

    assertThat(code).as(said.toString()).isEqualTo(1);
    assertThat(data.toString())
        .contains("left out: BullMQ, run and settle from a backlog")
        .contains("it ended with 3: broken");
    assertThat(peers().at("/loads/drain/completedPerSecond/Sluice/median").asDouble()).isPositive();
    assertThat(peers().at("/verdict").asString()).isEqualTo("failed");
  }

  @Test
  void anOldNodeIsNamedWithTheOneThatIsNeeded() throws IOException {
    Path node = program("echo v18.20.4");

    assertThat(execute("--only", "none", "--node", node.toString())).isEqualTo(2);
    assertThat(said.toString()).contains("load 'none' is none: take some of closed, drain");
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> BullMq.installed(node.toString(), folder))
        .hasMessage("BullMQ: left out, node is v18.20.4 (install Node 20 or newer)");
  }

  @Test
  void whatMakesNoRunIsAUsageError() {
    assertThat(execute("--rounds", "0")).isEqualTo(2);
    assertThat(execute("--target", "http://127.0.0.1:1")).isEqualTo(2);
    assertThat(execute("--payload", "8B")).isEqualTo(2);
    assertThat(said.toString())
        .contains("--rounds must be 1 to 100, is 0")
        .contains("peers runs on embedded or redis:// and not through a gateway")
        .contains("--payload must be at least 27 bytes, is 8");
  }

  /** As npm would have left it. */
  private void installedAlready() throws IOException {
    Path module = folder.resolve("modules/node_modules/bullmq");
    Files.createDirectories(module);
    Files.writeString(module.resolve("package.json"), "{}");
    try (InputStream lock = BullMq.class.getResourceAsStream("package-lock.json")) {
      Files.copy(Objects.requireNonNull(lock), folder.resolve("modules/package-lock.json"));
    }
  }

  private Path program(String script) throws IOException {
    Path file = folder.resolve("node");
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private int execute(String... line) {
    List<String> all = new ArrayList<>(List.of("peers"));
    all.addAll(Arrays.asList(line));
    all.addAll(
        List.of(
            "--out", folder.resolve("out").toString(),
            "--modules", folder.resolve("modules").toString()));
    return LoadCommand.commandLine()
        .setOut(new PrintWriter(data, true))
        .setErr(new PrintWriter(said, true))
        .execute(all.toArray(String[]::new));
  }

  private JsonNode peers() {
    return JsonMapper.shared().readTree(folder.resolve("out/peers.json").toFile());
  }
}
