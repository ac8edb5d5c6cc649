package io.sluice.metrics;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskType;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestRedis;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class EngineMetersTest {
  private static final TaskType<String, String> ECHO =
      TaskType.of("echo", String.class, String.class);
  private static final QueueName QUEUE = QueueName.of("q");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private TestRedis redis;

  @AfterEach
  void close() {
    if (redis != null) {
      redis.close();
    }
  }

  @Test
  void runsWaitsAndFailuresAreMeasuredByQueueTypeAndOutcome() {
    Sluice sluice = measured();
    Worker worker =
        sluice
            .worker("q")
            .handle(
                ECHO,
                task ->
                    task.payload().equals("bad") || task.attempt() == 1
                        ? Mono.error(new IllegalStateException("no"))
                        : Mono.just("ok"))
            .start();
    RetryPolicy twice = RetryPolicy.fixed(2, Duration.ofMillis(1));

    for (String payload : List.of("good", "good", "bad")) {
      String id = sluice.enqueue("q", ECHO.with(payload).retry(twice)).block(SOON).id().value();
      sluice.tasks().await("q", id).block(SOON);
    }
    worker.stop(SOON).block(SOON);

    assertThat(runs("succeeded")).isEqualTo(2);
    assertThat(runs("retried")).isEqualTo(3);
    assertThat(runs("dead")).isEqualTo(1);
    assertThat(registry.get("sluice.task.wait").tags("queue", "q", "type", "echo").timer().count())
        .isEqualTo(3);
    assertThat(lives("succeeded").count()).isEqualTo(2);
    assertThat(lives("dead").count()).isEqualTo(1);
    assertThat(lives("succeeded").totalTime(TimeUnit.NANOSECONDS))
        .isGreaterThan(
            registry
                .get("sluice.task.run")
                .tag("outcome", "succeeded")
                .timer()
                .totalTime(TimeUnit.NANOSECONDS));
    assertThat(lives("succeeded").takeSnapshot().histogramCounts()).hasSize(10);
    assertThat(registry.get("sluice.task.failures").tag("outcome", "retried").counter().count())
        .isEqualTo(3);
    assertThat(registry.get("sluice.task.failures").tag("outcome", "dead").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("sluice.session.opened").tag("queue", "q").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("sluice.loops.late").gauge().value()).isZero();
    assertThat(registry.get("sluice.loops.oldest").gauge().value()).isBetween(0.0, 60.0);
    sluice.stop(SOON).block(SOON);
  }

  @Test
  void commandsAreMeasuredByLettuceButForThoseThatWait() {
    Sluice sluice = measured();
    sluice.worker("q").handle(ECHO, task -> Mono.just("ok")).start();

    sluice.enqueue("q", ECHO.with("x")).flatMap(sluice::result).block(SOON);
    sluice.enqueue("q", ECHO.with("x")).flatMap(sluice::result).block(SOON);

    Eventually.eventually(
        () ->
            registry.find("lettuce.command.completion").tag("command", "EVALSHA").timers().stream()
                .anyMatch(timer -> timer.count() > 0));
    assertThat(registry.find("lettuce.command.completion").tag("command", "BLMOVE").timers())
        .isEmpty();
    sluice.stop(SOON).block(SOON);
  }

  @Test
  void aConnectionThatIsLostIsSeen() {
    Sluice sluice = measured();
    assertThat(registry.get("sluice.redis.connected").gauge().value()).isEqualTo(1);

    redis.kill();
    Eventually.eventually(() -> registry.get("sluice.redis.connected").gauge().value() == 0);
    redis.restart();

    Eventually.eventually(() -> registry.get("sluice.redis.connected").gauge().value() == 1);
    sluice.stop(SOON).block(SOON);
  }

  @Test
  void everyOtherEventIsCounted() {
    EngineMeters meters = new EngineMeters(registry);

    meters.on(new EngineEvent.SettleRefused(QUEUE, null, "t"));
    meters.on(new EngineEvent.TasksReaped(QUEUE, 5, 2, 1));
    meters.on(new EngineEvent.TasksPromoted(QUEUE, 7));
    meters.on(new EngineEvent.TasksSwept(QUEUE, 9));
    meters.on(new EngineEvent.TasksShed(QUEUE, 11));
    meters.on(new EngineEvent.LettersHeld(QUEUE, QUEUE, 13, "down"));
    meters.on(new EngineEvent.LettersOutOfReach(QUEUE, QUEUE));
    meters.on(new EngineEvent.BatchesEnded(QUEUE, 2, 1));
    meters.on(new EngineEvent.SessionLost(QUEUE, "s", 3));
    meters.on(new EngineEvent.CallResent("claim", QUEUE, 1, new IllegalStateException()));
    meters.on(new EngineEvent.PassFailed("reap", QUEUE, new IllegalStateException()));

    assertThat(registry.get("sluice.batches.ended").tag("state", "complete").counter().count())
        .isEqualTo(2);
    assertThat(count(MeterName.TASK_REFUSED)).isEqualTo(1);
    assertThat(count(MeterName.TASK_REAPED)).isEqualTo(5);
    assertThat(count(MeterName.TASK_POISON)).isEqualTo(2);
    assertThat(count(MeterName.TASK_PROMOTED)).isEqualTo(7);
    assertThat(count(MeterName.TASK_SWEPT)).isEqualTo(9);
    assertThat(count(MeterName.TASK_SHED)).isEqualTo(11);
    assertThat(count(MeterName.LETTERS_HELD)).isEqualTo(1);
    assertThat(count(MeterName.LETTERS_OUT_OF_REACH)).isEqualTo(1);
    assertThat(count(MeterName.SESSION_LOST)).isEqualTo(1);
    assertThat(registry.get("sluice.call.resent").tag("call", "claim").counter().count())
        .isEqualTo(1);
    assertThat(registry.get("sluice.loop.failures").tag("loop", "reap").counter().count())
        .isEqualTo(1);
  }

  @Test
  void typesBeyondTheBoundAreOneSeries() {
    EngineMeters meters = new EngineMeters(registry);

    for (int i = 0; i < 3 * EngineMeters.MAX_NAMES; i++) {
      meters.on(
          new EngineEvent.TaskTimed(
              QUEUE, "type" + i, Outcome.RELEASE, null, Duration.ofMillis(i), null));
    }

    assertThat(registry.get("sluice.task.run").timers()).hasSize(EngineMeters.MAX_NAMES + 1);
    assertThat(registry.get("sluice.task.run").tag("type", Names.OTHER).timer().count())
        .isEqualTo(2 * EngineMeters.MAX_NAMES);
    assertThat(registry.find("sluice.task.wait").timers()).isEmpty();
  }

  @Test
  void tasksAreTimedOnlyForWhoWantsIt() {
    redis = TestRedis.start();
    Queue<EngineEvent> plain = new ConcurrentLinkedQueue<>();
    Sluice sluice = Sluice.builder(SluiceConfig.of(redis.uri())).listener(plain::add).connect();
    sluice.worker("q").handle(ECHO, task -> Mono.just("ok")).start();

    sluice.enqueue("q", ECHO.with("x")).flatMap(sluice::result).block(SOON);
    Eventually.eventually(() -> plain.stream().anyMatch(EngineEvent.TaskSettled.class::isInstance));
    sluice.stop(SOON).block(SOON);

    assertThat(plain).noneMatch(EngineEvent.TaskTimed.class::isInstance);
    EngineListener deaf = event -> {};
    assertThat(deaf.and(new EngineMeters(registry)).timesTasks()).isTrue();
    assertThat(new EngineMeters(registry).and(deaf).timesTasks()).isTrue();
    assertThat(deaf.and(deaf).timesTasks()).isFalse();
  }

  @Test
  void theListOfMetersNamesEachOfThem() throws IOException {
    String list = Files.readString(Path.of("..", "docs", "metrics.md"));

    assertThat(MeterName.values()).allSatisfy(name -> assertThat(list).contains("`" + name.key()));
    assertThat(list).contains("`" + TaskObservations.NAME);
  }

  @Test
  void withoutMicrometerOnTheClassPathAnEngineRuns() throws Exception {
    redis = TestRedis.start();
    String withoutIt =
        String.join(
            System.getProperty("path.separator"),
            Stream.of(
                    System.getProperty("java.class.path")
                        .split(System.getProperty("path.separator"), -1))
                .filter(entry -> !entry.contains("micrometer"))
                .toList());
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", withoutIt, Plain.class.getName(), redis.uri()));
    Path said = Files.createTempFile("plain", ".txt");

    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    boolean ended = process.waitFor(60, TimeUnit.SECONDS);
    process.destroyForcibly();

    assertThat(ended).isTrue();
    assertThat(Files.readString(said)).contains("no micrometer", "result ok");
  }

  /** A process of its own. */
  static final class Plain {
    /** Not that of the test, which cannot be loaded there. */
    private static final TaskType<String, String> OWN =
        TaskType.of("echo", String.class, String.class);

    public static void main(String... arguments) {
      try {
        Class.forName("io.micrometer.core.instrument.MeterRegistry");
      } catch (ClassNotFoundException e) {
        System.out.println("no micrometer");
      }
      try (Sluice sluice = Sluice.connect(arguments[0])) {
        sluice.worker("q").handle(OWN, task -> Mono.just("ok")).start();
        String result = sluice.enqueue("q", OWN.with("x")).flatMap(sluice::result).block(SOON);
        System.out.println("result " + result);
      }
    }
  }

  private Sluice measured() {
    redis = TestRedis.durable();
    return Sluice.builder(SluiceConfig.of(redis.uri()))
        .listener(event -> {})
        .meters(registry)
        .connect();
  }

  private Timer lives(String outcome) {
    return registry
        .get("sluice.task.life")
        .tags("queue", "q", "type", "echo", "outcome", outcome)
        .timer();
  }

  private long runs(String outcome) {
    return registry
        .get("sluice.task.run")
        .tags("queue", "q", "type", "echo", "outcome", outcome)
        .timer()
        .count();
  }

  private double count(MeterName name) {
    Meter meter = registry.get(name.key()).tag("queue", "q").meter();
    return ((Counter) meter).count();
  }
}
