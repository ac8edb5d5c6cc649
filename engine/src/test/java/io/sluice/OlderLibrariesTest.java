package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.ServerFacts;
import io.sluice.testing.TestRedis;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A framework decides which Lettuce, Netty and Reactor an application has, so the engine runs on
 * more than those it is built with. Each case is a process of its own on the libraries that the
 * build has laid beside the classes.
 */
class OlderLibrariesTest {
  private static final Path OLDER = Path.of("target", "older");

  private TestRedis redis;

  @TempDir private Path dir;

  @BeforeEach
  void startRedis() {
    redis = TestRedis.start();
  }

  @AfterEach
  void stopRedis() {
    redis.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lettuce-6.6", "lettuce-6.8"})
  void theEngineRunsOnTheLibrariesThatFrameworksBring(String libraries) throws Exception {
    assertThat(said(List.of(), classPathWith(libraries, "")))
        .contains("runs on Lettuce 6.", "all of it ran");
  }

  @Test
  void theEngineNamesWhatDoesNotGoTogetherAndWhatToWrite() throws Exception {
    assertThat(said(List.of(), classPathWith("lettuce-6.6", "lettuce-core")))
        .contains(
            "Lettuce 7.", "needs Netty 4.2, and Netty 4.1.135.Final is there: manage io.lettuce");
  }

  @Test
  void theEngineRunsInARuntimeThatCannotSayHowSoonASilentPeerIsAsked() throws Exception {
    List<String> small =
        List.of(
            "--limit-modules",
            "java.base,java.logging,java.management,java.naming,java.xml,java.desktop,java.sql,"
                + "jdk.unsupported",
            "-Dio.lettuce.core.epoll=false");

    assertThat(said(small, System.getProperty("java.class.path"))).contains("all of it ran");
  }

  private String said(List<String> options, String classPath)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, Program.class.getName(), redis.uri()));
    Path said = dir.resolve("said.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();
    assertThat(ended).isTrue();
    return Files.readString(said);
  }

  /**
   * The class path of this test, on which the older ones replace their likes.
   *
   * @param but which of them does not
   */
  private static String classPathWith(String libraries, String but) throws IOException {
    Path lies = OLDER.resolve(libraries);
    assertThat(lies).as("laid there by mvn generate-test-resources").isDirectory();
    try (Stream<Path> jars = Files.list(lies)) {
      List<Path> older = jars.sorted().filter(jar -> !artifact(jar).equals(but)).toList();
      boolean netty = older.stream().anyMatch(jar -> name(jar).startsWith("netty"));
      Stream<Path> others =
          Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
              .map(Path::of)
              .filter(entry -> !(netty && name(entry).startsWith("netty")))
              .filter(
                  entry -> older.stream().noneMatch(jar -> artifact(jar).equals(artifact(entry))));
      return String.join(
          File.pathSeparator, Stream.concat(older.stream(), others).map(Path::toString).toList());
    }
  }

  private static String artifact(Path jar) {
    return name(jar).replaceFirst("-\\d.*", "");
  }

  private static String name(Path entry) {
    return String.valueOf(entry.getFileName());
  }

  /** A process of its own that knows nothing but the engine. */
  static final class Program {
    private static final Duration SOON = Duration.ofSeconds(20);

    /** Not that of a test, which may not be loadable there. */
    private static final TaskType<Integer, Integer> DOUBLE =
        TaskType.of("double", Integer.class, Integer.class);

    public static void main(String... arguments) {
      try (Sluice sluice =
          Sluice.builder(SluiceConfig.of(arguments[0])).listener(Program::hear).connect()) {
        require(facts(sluice).version().isBlank(), false, "version of Redis");
        sluice.worker("older").handle(DOUBLE, task -> Mono.just(2 * task.payload())).start();
        Mono<Integer> answer = sluice.enqueue("older", DOUBLE.with(21)).flatMap(sluice::result);
        require(answer.block(SOON), 42, "result");
        Mono<Integer> later =
            sluice
                .enqueue("older", DOUBLE.with(4).delay(Duration.ofMillis(100)))
                .flatMap(sluice::result);
        require(later.block(SOON), 8, "delayed result");
        require(heard(sluice), TaskState.SUCCEEDED, "event");
        System.out.println("all of it ran");
      }
    }

    private static void hear(EngineEvent event) {
      if (event instanceof EngineEvent.EngineStarts starts) {
        System.out.println("runs on " + starts.libraries());
      }
    }

    private static ServerFacts facts(Sluice sluice) {
      return sluice.serverFacts().blockOptional(SOON).orElseThrow();
    }

    /** The state of an event; sent again and again, since who listens late hears nothing. */
    private static TaskState heard(Sluice sluice) {
      return sluice
          .events("older")
          .mergeWith(
              Flux.interval(Duration.ofMillis(100))
                  .concatMap(tick -> sluice.enqueue("older", DOUBLE.with(1)))
                  .thenMany(Flux.empty()))
          .map(event -> event.state())
          .filter(TaskState.SUCCEEDED::equals)
          .blockFirst(SOON);
    }

    private static void require(Object is, Object must, String what) {
      if (!must.equals(is)) {
        throw new IllegalStateException(what + " is " + is);
      }
    }
  }
}
