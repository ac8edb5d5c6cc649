package io.sluice.liveness;

import static io.sluice.liveness.Life.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Engines;
import io.sluice.Health;
import io.sluice.Sluice;
import io.sluice.codec.JsonPayloadCodec;
import io.sluice.config.SluiceConfig;
import io.sluice.liveness.FaultyStore.Step;
import io.sluice.redis.RedisTaskStore;
import io.sluice.testing.DroppedSignals;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Mono;

/**
 * Every kind of error in every step that a loop takes to the store: thrown, signalled, and after
 * the answer. The step is taken again within six seconds; and whatever was in hand, no task is
 * lost.
 */
@Timeout(120)
class LoopsTest {
  private static final Duration TURNS_WITHIN = Duration.ofSeconds(6);

  /** What never answers is given up after this; then its loop has its time. */
  private static final Duration SILENCE = Duration.ofMillis(4_500);

  private static final Duration LANDING_SILENCE = Duration.ofMillis(12_500);

  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final int ENGINES = 4;

  private final List<Sluice> engines = new ArrayList<>();
  private final List<FaultyStore> stores = new ArrayList<>();
  private final List<Life> lives = new ArrayList<>();
  private TestRedis redis;

  @BeforeEach
  void start() {
    redis = TestRedis.start();
  }

  @AfterEach
  void stop() {
    redis.close();
    DroppedSignals.taken(); // what could not be told any more was dropped; that is what they do
  }

  @Test
  void aStepThatThrowsIsTakenAgain() {
    assertEveryKindIsOutlived(Fault::thrown);
  }

  @Test
  void aStepThatSignalsAnErrorIsTakenAgain() {
    assertEveryKindIsOutlived(Fault::signalled);
  }

  @Test
  void aStepWhoseAnswerCannotBeReadIsTakenAgain() {
    assertEveryKindIsOutlived(Fault::afterTheAnswer);
  }

  @Test
  void aStepThatIsSilentOrEmptyIsTakenAgain() {
    startEngine(config().withSessionLife(Duration.ofSeconds(12)));
    List<String> answering = new ArrayList<>(Life.STEPS);
    answering.remove("dues"); // silent by nature
    live(0, "silent", answering, Fault.silence());
    live(0, "lost", answering, Fault.lostAnswer());
    live(0, "empty", answering, Fault.nothing());

    assertAllTakenAgain(
        step -> TURNS_WITHIN.plus(step.equals("arrival") ? LANDING_SILENCE : SILENCE));
  }

  private void assertEveryKindIsOutlived(Function<ErrorKind, Fault> fault) {
    for (int i = 0; i < ENGINES; i++) {
      startEngine(config());
    }
    for (ErrorKind kind : ErrorKind.values()) {
      live(lives.size() % ENGINES, name(kind), Life.STEPS, fault.apply(kind));
    }
    assertAllTakenAgain(step -> TURNS_WITHIN);
  }

  private void startEngine(SluiceConfig config) {
    FaultyStore store = new FaultyStore(RedisTaskStore.connect(config, event -> {}).block(SOON));
    store.arm(new Step("queues", FaultyStore.ANY_QUEUE), Fault.thrown(ErrorKind.STACK_OVERFLOW), 1);
    engines.add(Engines.on(store.store(), config, new JsonPayloadCodec(), event -> {}));
    stores.add(store);
  }

  private void live(int engine, String queue, List<String> steps, Fault fault) {
    lives.add(Life.begin(engines.get(engine), stores.get(engine), queue, steps, fault));
  }

  private void assertAllTakenAgain(Function<String, Duration> limit) {
    try {
      long start = System.nanoTime();
      long longest = limit.apply("arrival").plus(SOON).toNanos();
      while (!lives.stream().allMatch(Life::isThrough) && System.nanoTime() - start < longest) {
        Mono.delay(Duration.ofMillis(20)).block();
      }
      assertThat(lives.stream().flatMap(life -> life.late(limit))).isEmpty();
      engines.forEach(engine -> Eventually.eventually(engine.health(), Health::ready));
    } finally {
      lives.forEach(Life::endTraffic);
      Mono.whenDelayError(engines.stream().map(engine -> engine.stop(GRACE)).toList())
          .block(SOON.plus(SOON));
    }
    assertNothingLost();
  }

  /** Other workers take over what is left, and then all is done. */
  private void assertNothingLost() {
    try (Sluice others = Sluice.builder(config()).listener(event -> {}).connect()) {
      for (Life life : lives) {
        others.worker(life.queue()).handle(ECHO, task -> Mono.just("late")).start();
      }
      for (Life life : lives) {
        Eventually.eventually(
            others.queues().audit(life.queue()), now -> now.unfinished() == 0 && now.balanced());
      }
    }
  }

  private SluiceConfig config() {
    return SluiceConfig.of(redis.uri())
        .withSessionLife(Duration.ofMillis(1_500))
        .withEnqueueTimeout(Duration.ofSeconds(2))
        .withMaintainAllQueues(true);
  }

  private static String name(ErrorKind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
