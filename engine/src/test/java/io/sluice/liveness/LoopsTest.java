package io.sluice.liveness;

import static io.sluice.liveness.Life.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Engines;
import io.sluice.Health;
import io.sluice.Sluice;
import io.sluice.codec.JsonPayloadCodec;
import io.sluice.config.CrashLimit;
import io.sluice.config.SluiceConfig;
import io.sluice.config.Waiting;
import io.sluice.liveness.FaultyServer.Step;
import io.sluice.redis.RedisServer;
import io.sluice.testing.DroppedSignals;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Every kind of error in every step that a loop takes to the server: thrown, signalled, and after
 * the answer; and steps that stay silent. Each is taken again within six seconds of the fault; and
 * whatever was in hand, no task is lost.
 *
 * <p>Hundreds of loops share a machine that may be busy. So a calm queue among them, where nothing
 * goes wrong, tells how slow that makes them, and the others are given as much more.
 */
@Timeout(180)
class LoopsTest {
  private static final Duration TURNS_WITHIN = Duration.ofSeconds(6);

  /** No step of a calm queue rests for longer, unless the machine is slow. */
  private static final Duration LONGEST_REST = Duration.ofSeconds(5);

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What never answers is given up after this; then its loop has its time. */
  private static final Duration SILENCE = Duration.ofMillis(4_500);

  private static final Duration LANDING_SILENCE = Duration.ofMillis(12_500);

  /** Nothing arrives at who is given each task, so a wait lasts until it ends by itself. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(7);

  private static final Map<String, Function<ErrorKind, Fault>> WAYS =
      Map.of(
          "thrown", Fault::thrown, "signalled", Fault::signalled, "unread", Fault::afterTheAnswer);

  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final int WARM_UP_TASKS = 300;
  private static final int AT_ONCE = 32;

  /** Some wait for work in Redis, the others for a word. */
  private static final int SEATS = 8;

  private final List<Life> past = new ArrayList<>();
  private TestRedis redis;
  private Faulty failing;
  private Faulty falling;

  /** An engine and the server below it. */
  private record Faulty(Sluice sluice, FaultyServer server) {
    Life live(String queue, List<String> steps, Fault fault) {
      return Life.begin(sluice, server, queue, steps, fault);
    }

    Life calm(String queue) {
      return Life.beginCalm(sluice, server, queue);
    }
  }

  @BeforeEach
  void start() {
    redis = TestRedis.start();
    failing = engine(config().withMaintainAllQueues(true));
    falling = engine(config().withSessionLife(Duration.ofSeconds(12)));
    warmUp();
  }

  @AfterEach
  void stop() {
    redis.close();
    DroppedSignals.assertNoneBut(ErrorKind::isMadeHere);
  }

  @Test
  void aStepThatGoesWrongIsTakenAgain() {
    try {
      List<Life> silent = fallSilent();
      Life calm = falling.calm("calm");
      WAYS.forEach(
          (way, fault) ->
              assertTakenAgain(
                  failAll(way, fault),
                  step -> step.equals("arrival") ? LONGEST_WAIT : Duration.ZERO));
      assertTakenAgain(silent, calm, step -> step.equals("arrival") ? LANDING_SILENCE : SILENCE);
      Eventually.eventually(failing.sluice.health(), Health::ready);
      Eventually.eventually(falling.sluice.health(), Health::ready);
    } finally {
      Mono.whenDelayError(failing.sluice.stop(GRACE), falling.sluice.stop(GRACE))
          .block(SOON.plus(SOON));
    }
    assertNothingLost();
  }

  /** A queue each: what one keeps waiting is no matter of the next. */
  private List<Life> fallSilent() {
    Map<String, Fault> faults =
        Map.of("silent", Fault.silence(), "lost", Fault.lostAnswer(), "empty", Fault.nothing());
    List<Life> lives = new ArrayList<>();
    for (String step : Life.STEPS) {
      if (!step.equals(FaultyServer.DUES)) { // silent by nature
        faults.forEach(
            (name, fault) -> lives.add(falling.live(name + "-" + step, List.of(step), fault)));
      }
    }
    return lives;
  }

  private List<Life> failAll(String way, Function<ErrorKind, Fault> fault) {
    return Stream.of(ErrorKind.values())
        .map(kind -> failing.live(queue(way, kind), Life.STEPS, fault.apply(kind)))
        .toList();
  }

  private void assertTakenAgain(List<Life> lives, Function<String, Duration> silence) {
    assertTakenAgain(lives, failing.calm("calm-" + past.size()), silence);
  }

  /**
   * @param silence by step, how long it takes until it is given up
   */
  private void assertTakenAgain(List<Life> lives, Life calm, Function<String, Duration> silence) {
    past.addAll(lives);
    past.add(calm);
    try {
      long start = System.nanoTime();
      while (!lives.stream().allMatch(Life::isThrough)
          && System.nanoTime() - start < PATIENCE.toNanos()) {
        Mono.delay(Duration.ofMillis(20)).block();
      }
      Duration limit = TURNS_WITHIN.plus(slowness(calm).multipliedBy(2));
      assertThat(lives.stream().flatMap(life -> life.late(step -> limit.plus(silence.apply(step)))))
          .as("steps not taken again within %s", limit)
          .isEmpty();
    } finally {
      calm.end(GRACE).block(SOON);
      Flux.fromIterable(lives).flatMap(life -> life.end(GRACE), lives.size()).blockLast(SOON);
    }
  }

  private static Duration slowness(Life calm) {
    Duration slower = calm.longestRest().minus(LONGEST_REST);
    return slower.isNegative() ? Duration.ZERO : slower;
  }

  /** Other workers take over what is left, and then all is done. */
  private void assertNothingLost() {
    SluiceConfig waitingForWords = config().withWaiting(new Waiting(0, Duration.ofSeconds(1)));
    try (Sluice others = Sluice.builder(waitingForWords).listener(event -> {}).connect()) {
      for (Life life : past) {
        others.worker(life.queue()).handle(ECHO, task -> Mono.just("late")).start();
      }
      for (Life life : past) {
        Eventually.eventually(
            others.queues().audit(life.queue()), now -> now.unfinished() == 0 && now.balanced());
      }
    }
  }

  /** A cold process on a busy machine is slower than what is told here. */
  private void warmUp() {
    for (Faulty engine : List.of(failing, falling)) {
      engine.sluice.worker("warm-up").handle(ECHO, task -> Mono.just("warm")).start();
      Flux.range(0, WARM_UP_TASKS)
          .flatMap(i -> engine.sluice.enqueue("warm-up", ECHO.with("x")), AT_ONCE)
          .flatMap(engine.sluice::result, AT_ONCE)
          .blockLast(SOON.plus(SOON));
    }
  }

  private Faulty engine(SluiceConfig config) {
    FaultyServer server = new FaultyServer(RedisServer.connect(config, event -> {}).block(SOON));
    server.arm(
        new Step("queues", FaultyServer.ANY_QUEUE), Fault.thrown(ErrorKind.STACK_OVERFLOW), 1);
    return new Faulty(Engines.on(server, config, new JsonPayloadCodec(), event -> {}), server);
  }

  private static String queue(String way, ErrorKind kind) {
    return way + "-" + kind.name().toLowerCase(Locale.ROOT);
  }

  private SluiceConfig config() {
    return SluiceConfig.of(redis.uri())
        .withSessionLife(Duration.ofMillis(1_500))
        .withCrashLimit(new CrashLimit(100, Duration.ofMillis(100)))
        .withWaiting(Waiting.DEFAULT.withBlockingConnections(SEATS))
        .withEnqueueTimeout(Duration.ofSeconds(2));
  }
}
