package io.sluice.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.sluice.gateway.support.TestGateway;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that others' generators make of the API document compile, enqueue, claim, settle and act.
 * The generator and the libraries of its Java client are brought by the profile {@code proof};
 * those for TypeScript are installed by npm, with pinned versions.
 */
@Tag("proof")
@Timeout(600)
class GeneratedClientsTest {
  private static final Path TOOLS = Path.of("target", "generators").toAbsolutePath();
  private static final long PATIENCE_SECONDS = 300;

  private static final TestGateway GATEWAY = TestGateway.start();

  @TempDir Path dir;

  @BeforeAll
  static void thereIsAGenerator() {
    assumeTrue(Files.isDirectory(TOOLS), "there is no generator: run it with -Pproof");
  }

  @AfterAll
  static void stop() {
    GATEWAY.close();
  }

  @Test
  void aClientInJavaEnqueuesClaimsAndSettles() throws Exception {
    generate("java", "--library", "native");
    Path main = dir.resolve("GeneratedClient.java");
    copy("GeneratedClient.java.txt", main);
    String libraries = TOOLS.resolve("client") + File.separator + "*";
    List<String> compile = new ArrayList<>(List.of(java("javac"), "-nowarn", "-d", "classes"));
    compile.addAll(List.of("-cp", libraries, main.toString()));
    try (Stream<Path> sources = Files.walk(dir.resolve("client/src/main/java"))) {
      sources.map(Path::toString).filter(name -> name.endsWith(".java")).forEach(compile::add);
    }
    run(compile);

    String classPath = "classes" + File.pathSeparator + libraries;
    assertThat(run(List.of(java("java"), "-cp", classPath, "GeneratedClient", url())))
        .contains("all settled");
  }

  @Test
  void clientsInTypeScriptEnqueueClaimAndSettle() throws Exception {
    assumeTrue(isOnPath("node") && isOnPath("npm"), "node and npm are not on the PATH");
    for (String file : List.of("generator.ts", "types.ts", "tsconfig.json", "package.json")) {
      copy(file, dir.resolve(file));
    }
    generate("typescript-fetch");
    run(List.of("npm", "install", "--no-audit", "--no-fund"));
    run(List.of("npx", "--no-install", "openapi-typescript", document(), "-o", "schema.d.ts"));
    run(List.of("npx", "--no-install", "tsc", "-p", "."));

    assertThat(run(List.of("node", "out/generator.js", url()))).contains("all settled");
    assertThat(run(List.of("node", "out/types.js", url()))).contains("all settled");
  }

  private void generate(String language, String... more) throws Exception {
    Path jar;
    try (Stream<Path> jars = Files.list(TOOLS.resolve("generator"))) {
      jar = jars.findFirst().orElseThrow();
    }
    List<String> command =
        new ArrayList<>(List.of(java("java"), "-jar", jar.toString(), "generate", "-o", "client"));
    command.addAll(List.of("-i", document(), "-g", language));
    command.addAll(List.of(more));
    assertThat(run(command)).doesNotContain("Illegal schema");
  }

  private static String url() {
    return GATEWAY.http().url();
  }

  private static String document() {
    return url() + "/openapi.json";
  }

  private static String java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  private static boolean isOnPath(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
  }

  private static void copy(String name, Path to) throws IOException {
    try (InputStream in =
        GeneratedClientsTest.class.getResourceAsStream("/io/sluice/gateway/generated/" + name)) {
      Files.copy(in, to);
    }
  }

  /** What the program prints; it must end well. */
  private String run(List<String> command) throws Exception {
    Path out = Files.createTempFile(dir, "out", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    process.destroyForcibly();
    String printed = Files.readString(out, StandardCharsets.UTF_8);
    assertThat(ended && process.exitValue() == 0).as(command.get(0) + "\n" + printed).isTrue();
    return printed;
  }
}
