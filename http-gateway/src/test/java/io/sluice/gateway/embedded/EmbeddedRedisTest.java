package io.sluice.gateway.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.gateway.support.Processes;
import io.sluice.gateway.support.RedisText;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Scanner;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init") // JUnit sets the directory
class EmbeddedRedisTest {
  private static final long PATIENCE_SECONDS = 30;

  @TempDir private Path dir;

  @Test
  void answersOnAFreePortOfTheLoopbackInterface() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY)) {
      assertThat(RedisText.ask(redis.port(), "PING")).isEqualTo("+PONG");
      assertThat(redis.uri()).isEqualTo("redis://127.0.0.1:" + redis.port());
      assertThat(redis.isAlive()).isTrue();
      assertThat(ProcessHandle.of(redis.pid())).get().matches(ProcessHandle::isAlive);
    }
  }

  @Test
  void neverEvictsATask() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY)) {
      assertThat(RedisText.ask(redis.port(), "CONFIG SET maxmemory 1")).isEqualTo("+OK");
      assertThat(RedisText.ask(redis.port(), "SET a b")).startsWith("-OOM");
    }
  }

  @Test
  void isStartedAgainOnItsPortAndDataWhenItIsKilled() throws Exception {
    Heard heard = new Heard();
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.durable(dir))) {
      redis.keep(heard);
      RedisText.ask(redis.port(), "SET key kept");
      int port = redis.port();
      Processes.kill(redis.pid());

      assertThat(heard.next()).startsWith("ended: redis-server ended with");
      assertThat(heard.next()).isEqualTo("restarted");
      assertThat(redis.port()).isEqualTo(port);
      assertThat(RedisText.ask(port, "GET key")).isEqualTo("kept");
    }
    assertThat(heard.told).isEmpty();
  }

  @Test
  void isGivenUpWhenItCannotBeStartedAgain() throws Exception {
    Heard heard = new Heard();
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.durable(dir))) {
      redis.keep(heard);
      RedisText.ask(redis.port(), "SET key kept");
      Path log = dir.resolve("appendonlydir").resolve("appendonly.aof.manifest");
      Files.writeString(log, "no manifest");
      Processes.kill(redis.pid());

      String last = heard.next();
      while (last.startsWith("ended")) {
        last = heard.next();
      }
      assertThat(last)
          .startsWith("given up: the embedded Redis did not start")
          .contains("manifest");
    }
  }

  /** What was told, in order. */
  private static final class Heard implements EmbeddedRedis.Kept {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    private String next() throws InterruptedException {
      return String.valueOf(told.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    @Override
    public void ended(String why) {
      told.add("ended: " + why);
    }

    @Override
    public void restarted() {
      told.add("restarted");
    }

    @Override
    public void givenUp(String why) {
      told.add("given up: " + why);
    }
  }

  @Test
  void isGoneWithItsDirectoryOnceItIsClosed() throws Exception {
    EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY);
    Path own = Path.of(workingDir(redis));
    redis.close();
    redis.close();

    assertThat(redis.isAlive()).isFalse();
    assertThat(own).doesNotExist();
  }

  @Test
  void keepsItsDataAcrossAStopAndAStart() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.durable(dir))) {
      RedisText.ask(redis.port(), "SET key kept");
    }
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.durable(dir))) {
      assertThat(RedisText.ask(redis.port(), "GET key")).isEqualTo("kept");
    }
  }

  @Test
  void keepsItsDataInADirectoryWithAStrangeName() throws Exception {
    Path strange = dir.resolve("with \"quotes\" and \\ and é");
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.durable(strange))) {
      RedisText.ask(redis.port(), "SET key kept");
    }
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.durable(strange))) {
      assertThat(RedisText.ask(redis.port(), "GET key")).isEqualTo("kept");
    }
  }

  @Test
  void losesNothingThatItHasAnsweredWhenItIsKilled() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.durable(dir))) {
      for (int i = 1; i <= 200; i++) {
        assertThat(RedisText.ask(redis.port(), "RPUSH list " + i)).isEqualTo(":" + i);
      }
      Processes.kill(redis.pid());
      ended(redis.pid());
    }
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.durable(dir))) {
      assertThat(RedisText.ask(redis.port(), "LLEN list")).isEqualTo(":200");
    }
  }

  @Test
  void stopsTheServerThatAKilledParentHasLeftAndFindsItsData() throws Exception {
    Process parent = Processes.java(RedisParent.class, dir.toString()).start();
    Scanner said = new Scanner(parent.getInputStream(), StandardCharsets.UTF_8);
    int port = said.nextInt();
    long orphan = said.nextLong();
    RedisText.ask(port, "SET key kept");
    parent.destroyForcibly();
    Processes.exitCode(parent);
    assertThat(RedisText.ask(port, "PING")).isEqualTo("+PONG");

    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.durable(dir))) {
      assertThat(RedisText.ask(redis.port(), "GET key")).isEqualTo("kept");
      assertThat(redis.pid()).isNotEqualTo(orphan);
      assertThatThrownBy(() -> RedisText.ask(port, "PING"))
          .isInstanceOf(java.net.ConnectException.class);
    }
  }

  @Test
  void endsWithItsParentWhenThatIsToldToStop() throws Exception {
    Process parent = Processes.java(RedisParent.class, dir.toString()).start();
    Scanner said = new Scanner(parent.getInputStream(), StandardCharsets.UTF_8);
    int port = said.nextInt();
    RedisText.ask(port, "SET key kept");
    parent.destroy();
    Processes.exitCode(parent);

    assertThatThrownBy(() -> RedisText.ask(port, "PING"))
        .isInstanceOf(java.net.ConnectException.class);
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.durable(dir))) {
      assertThat(RedisText.ask(redis.port(), "GET key")).isEqualTo("kept");
    }
  }

  @Test
  void leavesAProcessAloneThatHasTheIdOfAFormerServerByChance() throws Exception {
    Process bystander = Processes.java(RedisParent.class, dir.resolve("other").toString()).start();
    try {
      Files.writeString(dir.resolve("redis.pid"), bystander.pid() + "\n");
      EmbeddedRedis.start(RedisOptions.durable(dir)).close();
      assertThat(bystander.isAlive()).isTrue();
    } finally {
      bystander.destroy();
      Processes.exitCode(bystander);
    }
  }

  @Test
  void saysThatAnotherProcessUsesTheDirectory() {
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.durable(dir))) {
      assertThatThrownBy(() -> EmbeddedRedis.start(RedisOptions.durable(dir)))
          .isInstanceOf(EmbeddedRedisException.class)
          .hasMessageContainingAll(dir.toString(), "in use by another process");
      assertThat(redis.isAlive()).isTrue();
    }
  }

  @Test
  void saysThatThePortIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedRedis.start(RedisOptions.durable(dir).withPort(port)))
          .isInstanceOf(EmbeddedRedisException.class)
          .hasMessageContaining("cannot listen on port " + port + ": the port is in use");
    }
    EmbeddedRedis.start(RedisOptions.durable(dir)).close();
  }

  @Test
  void saysWhatIsWrongWithADirective() {
    assertThatThrownBy(
            () -> EmbeddedRedis.start(RedisOptions.IN_MEMORY.withConfig("nonsense", "1")))
        .isInstanceOf(EmbeddedRedisException.class)
        .hasMessageContaining("Bad directive");
  }

  @Test
  void takesDirectivesThatWinOverItsOwn() throws Exception {
    try (EmbeddedRedis redis =
        EmbeddedRedis.start(RedisOptions.IN_MEMORY.withConfig("maxmemory", "100mb"))) {
      assertThat(RedisText.lines(redis.port(), "CONFIG GET maxmemory")).contains("104857600");
    }
  }

  @Test
  void leavesNoBinaryBehind() throws Exception {
    try (EmbeddedRedis redis = EmbeddedRedis.start(RedisOptions.IN_MEMORY)) {
      String command = ProcessHandle.of(redis.pid()).orElseThrow().info().command().orElse("");
      assertThat(Path.of(command.replace(" (deleted)", ""))).doesNotExist();
    }
  }

  private static String workingDir(EmbeddedRedis redis) throws Exception {
    return RedisText.lines(redis.port(), "CONFIG GET dir").stream()
        .filter(line -> line.startsWith("/"))
        .findFirst()
        .orElseThrow();
  }

  private static void ended(long pid) throws Exception {
    ProcessHandle.of(pid)
        .map(ProcessHandle::onExit)
        .orElseThrow()
        .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
