package io.sluice.gateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script that starts the program, with a Java that only tells how it was called. */
class LauncherTest {
  private static final Path SCRIPT = Path.of("..", "bin", "sluice").toAbsolutePath();

  @TempDir private Path dir;
  private Path jar;
  private Path java;

  /** What a script has said and how it ended. */
  private record Ran(int exitCode, List<String> out, String err, long pid) {}

  @BeforeEach
  void fakeJava() throws IOException {
    jar = Files.writeString(dir.resolve("sluice.jar"), "");
    java = Files.createDirectories(dir.resolve("jdk/bin")).resolve("java");
    script(java, "#!/bin/sh\necho $$\nfor word in \"$@\"; do echo \"$word\"; done\n");
    release("17.0.15");
  }

  @Test
  void startsCommandsFastAndServersToBecomeFast() throws Exception {
    Ran get = run(Map.of("SLUICE_JAR", jar.toString()), "get", "a queue", "*");
    Ran serve = run(Map.of("SLUICE_JAR", jar.toString()), "serve", "--port", "0");

    assertThat(get.exitCode()).as(get.err()).isZero();
    assertThat(get.out().subList(1, get.out().size()))
        .containsExactly(
            "-Xshare:auto",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dsluice.terminals=",
            "-jar",
            jar.toString(),
            "get",
            "a queue",
            "*");
    assertThat(serve.out()).doesNotContain("-XX:TieredStopAtLevel=1").endsWith("--port", "0");
  }

  @Test
  void startsADemoFastUnlessItIsToldHowManyTasksItHas() throws Exception {
    Map<String, String> environment = Map.of("SLUICE_JAR", jar.toString());

    assertThat(run(environment, "demo", "--exit").out()).contains("-XX:TieredStopAtLevel=1");
    assertThat(run(environment, "demo", "--tasks", "1000000", "--exit").out())
        .doesNotContain("-XX:TieredStopAtLevel=1");
    assertThat(run(environment, "demo", "--tasks=1000000").out())
        .doesNotContain("-XX:TieredStopAtLevel=1");
  }

  @Test
  void startsFromTheArchiveOfClassesBesideTheJar() throws Exception {
    Path archive = Files.writeString(dir.resolve("sluice.jsa"), "");

    assertThat(run(Map.of("SLUICE_JAR", jar.toString()), "get", "a queue", "*").out())
        .containsSubsequence(
            "-XX:SharedArchiveFile=" + archive, "-jar", jar.toString(), "get", "a queue", "*");
  }

  @Test
  void javaSaysNothingOfAnArchiveThatDoesNotFit() throws Exception {
    realJar();
    Path archive = dir.resolve("sluice.jsa");
    String home = System.getProperty("java.home");
    run(
        Map.of(
            "JAVA_HOME",
            home,
            "SLUICE_JAR",
            jar.toString(),
            "SLUICE_JAVA_OPTS",
            "-XX:ArchiveClassesAtExit=" + archive + " -Xlog:disable"));
    assertThat(archive).isNotEmptyFile();
    Map<String, String> environment =
        Map.of("JAVA_HOME", home, "SLUICE_JAR", jar.toString(), "SLUICE_JAVA_OPTS", "-Xshare:auto");

    Ran fits = run(environment);
    Files.setLastModifiedTime(jar, FileTime.from(Instant.EPOCH));
    Ran rebuilt = run(environment);
    Files.delete(archive);
    Files.writeString(archive, "no archive at all");
    Ran damaged = run(environment);

    assertThat(List.of(fits, rebuilt, damaged))
        .allSatisfy(
            ran -> {
              assertThat(ran.exitCode()).as(ran.err()).isZero();
              assertThat(ran.out()).containsExactly("ran");
              assertThat(ran.err()).isEmpty();
            });
  }

  @Test
  void javaTakesThePlaceOfTheShellSoThatSignalsReachIt() throws Exception {
    Ran ran = run(Map.of("SLUICE_JAR", jar.toString()), "queues");

    assertThat(ran.out().get(0)).isEqualTo(String.valueOf(ran.pid()));
  }

  @Test
  void givesJavaMoreOptionsOnWish() throws Exception {
    Ran ran =
        run(Map.of("SLUICE_JAR", jar.toString(), "SLUICE_JAVA_OPTS", "-Xmx64m -Da=b"), "queues");

    assertThat(ran.out()).containsSubsequence("-Xmx64m", "-Da=b", "-jar");
  }

  @Test
  void saysWhichJavaIsTooOldAndWhichIsNeeded() throws Exception {
    release("1.8.0_292");

    Ran ran = run(Map.of("SLUICE_JAR", jar.toString()), "queues");

    assertThat(ran.exitCode()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains(java + " is Java 1, and 17 or later is needed", "JAVA_HOME");
  }

  @Test
  void asksAJavaThatHasNoFileOfItsVersion() throws Exception {
    Files.delete(dir.resolve("jdk/release"));
    script(java, "#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n");

    assertThat(run(Map.of("SLUICE_JAR", jar.toString()), "queues").err()).contains("is Java 11,");
  }

  @Test
  void saysThatThereIsNoJavaOrNoJar() throws Exception {
    Ran noJava = run(Map.of("JAVA_HOME", dir.resolve("nowhere").toString()), "queues");
    Ran noJar = run(Map.of("SLUICE_JAR", dir.resolve("no.jar").toString()), "queues");

    assertThat(noJava.err()).contains("JAVA_HOME is", "no bin/java in it");
    assertThat(noJar.err()).contains("SLUICE_JAR is", "no such file");
    assertThat(List.of(noJava.exitCode(), noJar.exitCode())).containsOnly(1);
  }

  @Test
  void buildsTheJarOnceWhenItIsNotThereAndSaysSo() throws Exception {
    Path tree = Files.createDirectories(dir.resolve("tree"));
    Files.writeString(tree.resolve("pom.xml"), "<project/>");
    Path script = Files.createDirectories(tree.resolve("bin")).resolve("sluice");
    Files.copy(SCRIPT, script);
    Path tools = Files.createDirectories(dir.resolve("tools"));
    script(
        tools.resolve("mvn"),
        """
        #!/bin/sh
        echo mvn "$@"
        mkdir -p http-gateway/target
        touch http-gateway/target/sluice.jar
        """);
    String path = tools + ":" + System.getenv("PATH");

    Ran first = run(script, Map.of("PATH", path), "queues");
    Ran second = run(script, Map.of("PATH", path), "queues");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.err()).contains("building", "once", "mvn -q -DskipTests");
    assertThat(first.out()).contains("queues").noneMatch(line -> line.startsWith("mvn"));
    assertThat(second.err()).isEmpty();
  }

  /** What a jar of its own says. */
  static final class Program {
    public static void main(String[] args) {
      System.out.println("ran");
    }
  }

  private void realJar() throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Program.class.getName());
    String file = Program.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        InputStream in = Program.class.getClassLoader().getResourceAsStream(file)) {
      out.putNextEntry(new JarEntry(file));
      in.transferTo(out);
      out.closeEntry();
    }
  }

  private Ran run(Map<String, String> environment, String... words) throws Exception {
    return run(SCRIPT, environment, words);
  }

  private Ran run(Path script, Map<String, String> environment, String... words) throws Exception {
    List<String> command = new ArrayList<>(List.of("sh", script.toString()));
    command.addAll(List.of(words));
    Path err = dir.resolve("err.txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("SLUICE_"));
    builder.environment().put("JAVA_HOME", dir.resolve("jdk").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ran(process.waitFor(), out.lines().toList(), Files.readString(err), process.pid());
  }

  private static void script(Path path, String text) throws IOException {
    Files.writeString(path, text);
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private void release(String version) throws IOException {
    Files.writeString(dir.resolve("jdk/release"), "JAVA_VERSION=\"" + version + "\"\n");
  }
}
