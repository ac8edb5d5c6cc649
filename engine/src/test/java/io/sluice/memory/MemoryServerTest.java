package io.sluice.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.Work;
import io.sluice.config.SluiceConfig;
import io.sluice.protocol.TaskStore;
import io.sluice.script.Call;
import io.sluice.store.ClaimTerms;
import io.sluice.store.EnqueueItem;
import io.sluice.store.ExtendReply;
import io.sluice.store.StoredTask;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.RedisUnavailableException;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class MemoryServerTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final Duration DAY = Duration.ofDays(1);
  private static final QueueName QUEUE = QueueName.of("q");
  private static final TaskId ID = TaskId.of("t");

  private final VirtualClock clock = VirtualClock.at(Instant.parse("2030-01-01T00:00:00Z"));
  private final MemoryServer server = MemoryServer.create(clock);
  private final TaskStore store = MemoryStores.on(server, SluiceConfig.of("memory"));

  @Test
  void aSessionOutlivesALeapOfTheClockAndKeepsItsTask() {
    enqueue();
    now(store.sessions().open(QUEUE, "s", SOON));
    now(store.claim(QUEUE, "s", 1, new ClaimTerms(1, 1000, List.of())));

    clock.advance(DAY);

    assertThat(now(store.upkeep().reap(QUEUE)).fenced()).isZero();
    assertThat(now(store.sessions().extend(QUEUE, "s", SOON, "0")))
        .isInstanceOf(ExtendReply.Alive.class);
    assertThat(now(store.stats(QUEUE)).counts().running()).isOne();
  }

  @Test
  void aSessionEndsInRealTimeThoughTheClockStandsStill() {
    now(store.sessions().open(QUEUE, "s", Duration.ofMillis(50)));

    assertThat(
            Eventually.eventually(store.upkeep().reap(QUEUE), reaped -> reaped.fenced() == 1)
                .fenced())
        .isOne();
  }

  @Test
  void aTaskThatNobodyClaimedAfterItsArrivalComesBackThoughTheClockStandsStill() {
    enqueue();
    assertThat(store.landing(QUEUE).arrival().block(SOON)).isEqualTo(ID);

    assertThat(now(store.upkeep().reap(QUEUE)).landing()).isZero();
    assertThat(
            Eventually.eventually(store.upkeep().reap(QUEUE), reaped -> reaped.landing() == 1)
                .landing())
        .isOne();
  }

  @Test
  void aClosedEngineIsToldSoAndTheOthersGoOn() {
    TaskStore other = MemoryStores.on(server, SluiceConfig.of("memory"));
    enqueue();

    store.disconnect().block(SOON);

    assertThatThrownBy(() -> store.ping().block(SOON))
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessage("the store is closed");
    assertThat(now(other.stats(QUEUE)).counts().ready()).isOne();
  }

  @Test
  void engineOfAnotherNamespaceSeesNothing() {
    enqueue();
    TaskStore other = MemoryStores.on(server, SluiceConfig.of("memory").withNamespace("other"));

    assertThat(now(other.stats(QUEUE)).counts().ready()).isZero();
  }

  @Test
  void withoutLuaOnTheClassPathAnEngineInMemorySaysWhatToAdd() throws Exception {
    String separator = System.getProperty("path.separator");
    String withoutIt =
        Stream.of(System.getProperty("java.class.path").split(separator, -1))
            .filter(entry -> !entry.contains("luaj"))
            .collect(Collectors.joining(separator));
    Path said = Files.createTempFile("plain", ".txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                withoutIt,
                Plain.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();

    assertThat(ended).isTrue();
    assertThat(Files.readString(said))
        .contains("IllegalStateException")
        .contains("add org.luaj:luaj-jse:3.0.1 with the scope of tests");
  }

  @Test
  void aTaskThatIsToBeSaferThanAMemoryCanIsRefusedByName() {
    try (Sluice sluice = Sluice.inMemory()) {
      for (Durability level : List.of(Durability.REPLICA, Durability.FSYNC)) {
        assertThatThrownBy(() -> now(sluice.enqueue("q", Work.ECHO.with("x").durability(level))))
            .isInstanceOf(InvalidTaskException.class)
            .hasMessageContaining("durability " + level.wireName());
      }
      assertThat(now(sluice.queues().find("q")).totals().accepted()).isZero();
    }
  }

  /** A process of its own. */
  static final class Plain {
    public static void main(String... arguments) {
      try (Sluice sluice = Sluice.inMemory()) {
        System.out.println("there is an engine of " + sluice.config().namespace());
      }
    }
  }

  private void enqueue() {
    StoredTask task = new StoredTask(ID, "greet", clock.now(), TaskOptions.NONE, new byte[0]);
    now(
        store.enqueue(
            QUEUE,
            new Call("p", "e", 1),
            List.of(new EnqueueItem(task, true, Duration.ZERO, null))));
  }

  private static <T> T now(Mono<T> answer) {
    T given = answer.block(SOON);
    assertThat(given).isNotNull();
    return given;
  }
}
