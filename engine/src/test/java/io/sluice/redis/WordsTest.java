package io.sluice.redis;

import static io.sluice.store.TestQueue.done;
import static io.sluice.store.TestQueue.now;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.KillArgs;
import io.sluice.config.CrashLimit;
import io.sluice.config.SluiceConfig;
import io.sluice.config.Waiting;
import io.sluice.protocol.TaskStore;
import io.sluice.script.Landing;
import io.sluice.script.ScriptServer;
import io.sluice.store.ClaimedTask;
import io.sluice.store.ContractSetup;
import io.sluice.store.TestQueue;
import io.sluice.store.TestSession;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/** Words over pub/sub: who waits for one gets it, and who waits for one that got lost goes on. */
class WordsTest implements ContractSetup {
  /** Longer than any test waits: what ends a wait is the word. */
  private static final Waiting WORDS_ONLY = new Waiting(0, Duration.ofMinutes(2));

  /** Nothing tells a crash from another. */
  private static final CrashLimit CRASHES = new CrashLimit(9, Duration.ofMinutes(1));

  private static TestRedis redis;
  private static RedisContractSetup setup;

  private final TestQueue queue =
      queue(config -> config.withWaiting(WORDS_ONLY).withCrashLimit(CRASHES));
  private final Landing landing = queue.store().landing(queue.name());
  private final List<Duration> dues = new CopyOnWriteArrayList<>();
  private Disposable listening = () -> {};

  @BeforeAll
  static void start() {
    redis = TestRedis.start();
    setup = new RedisContractSetup(redis.uri());
  }

  @AfterAll
  static void stop() {
    setup.close();
    redis.close();
  }

  @AfterEach
  void leave() {
    done(landing.close());
    listening.dispose();
    Eventually.eventually(() -> !setup.tampering().waitsForAWord(queue.name().value()));
    Eventually.eventually(() -> !setup.tampering().hearsWhatIsDue(queue.name().value()));
  }

  @Override
  public TaskStore store(UnaryOperator<SluiceConfig> settings) {
    return setup.store(settings);
  }

  @Test
  void theFirstWaitEndsWhenTheSubscriptionIsInForce() {
    ends(landing.arrival());

    assertThat(setup.tampering().waitsForAWord(queue.name().value())).isTrue();
    assertThat(setup.tampering().blocked()).isZero();
  }

  @Test
  void aTaskThatIsEnqueuedEndsTheWait() {
    Mono<Boolean> wait = waiting();

    TaskId id = queue.ready();

    ends(wait);
    assertThat(TestSession.ids(queue.session().claim(1))).containsExactly(id);
  }

  @Test
  void aWordThatCameBetweenTwoWaitsEndsTheNext() {
    ends(landing.arrival());
    queue.ready();

    ends(landing.arrival());
  }

  @Test
  void oneWordTellsOfAllThatComesUntilTheQueueIsEmptyAgain() {
    String channel = "sluice:{" + queue.name() + "}:ready";
    List<String> words = new CopyOnWriteArrayList<>();
    var connections = new io.sluice.redis.link.Connections(redis.uri(), event -> {});
    listening = new Channel(connections).hints(channel).subscribe(words::add);
    Eventually.eventually(() -> words.contains(ScriptServer.IN_FORCE));
    words.clear();

    queue.ready(3);
    queue.ready();
    queue.session().claim(10);
    queue.ready();
    setup.tampering().commands().publish(channel.getBytes(UTF_8), "the end".getBytes(UTF_8));
    Eventually.eventually(() -> words.contains("the end"));

    assertThat(words).containsExactly("", "", "the end");
    listening.dispose();
    done(connections.shutdown());
  }

  @Test
  void aTaskThatIsPromotedEndsTheWait() {
    queue.enqueue(queue.delayed(queue.newId(), Duration.ofMillis(1)));
    Mono<Boolean> wait = waiting();

    Eventually.eventually(() -> queue.promote().moved() == 1);

    ends(wait);
  }

  @Test
  void aTaskThatIsReleasedEndsTheWait() {
    queue.ready();
    ClaimedTask claimed = queue.session().claim();
    Mono<Boolean> wait = waiting();

    queue.settle(claimed, Outcome.RELEASE);

    ends(wait);
  }

  @Test
  void aTaskOfADeadWorkerEndsTheWait() {
    queue.ready();
    queue.session(TestQueue.SHORT).claim();
    Mono<Boolean> wait = waiting();

    queue.reapUntil(reaped -> reaped.reaped() == 1);

    ends(wait);
  }

  @Test
  void aTaskThatWasLeftInLandingEndsTheWait() {
    queue.ready();
    now(through(Waiting.DEFAULT).store().landing(queue.name()).arrival());
    Mono<Boolean> wait = waiting();

    queue.reapUntil(reaped -> reaped.landing() == 1);

    ends(wait);
  }

  @Test
  void wakeEndsTheWait() {
    Mono<Boolean> wait = waiting();

    done(landing.wake());

    ends(wait);
  }

  @Test
  void aWordThatNobodySaysIsMadeUpForByThePoll() {
    TestQueue polling = through(new Waiting(0, Duration.ofMillis(200)));
    Landing landing = polling.store().landing(polling.name());
    ends(landing.arrival());
    Mono<Boolean> wait = landing.arrival().hasElement().cache();
    wait.subscribe();

    setup
        .tampering()
        .commands()
        .rpush(("sluice:{" + queue.name() + "}:ready").getBytes(UTF_8), "lost".getBytes(UTF_8));

    ends(wait);
    done(landing.close());
  }

  @Test
  void aWaitEndsWhenTheSubscriptionIsBackAfterItWasCut() {
    Mono<Boolean> wait = waiting();

    setup.tampering().commands().clientKill(KillArgs.Builder.typePubsub());

    ends(wait);
  }

  @Test
  void aSeatThatIsGivenBackGoesToWhoWaitsNext() {
    TestQueue one = through(new Waiting(1, Duration.ofMinutes(2)));
    Landing first = one.store().landing(one.name());
    Landing second = one.store().landing(one.name());
    Mono<Boolean> parked = first.arrival().hasElement().cache();
    parked.subscribe();
    Eventually.eventually(() -> setup.tampering().blocked() == 1);
    ends(second.arrival());

    done(first.wake());
    ends(parked);
    done(first.close());
    Mono<TaskId> arrival = second.arrival().repeatWhenEmpty(ends -> ends).cache();
    arrival.subscribe();
    TaskId id = queue.ready();

    assertThat(now(arrival)).isEqualTo(id);
    Eventually.eventually(() -> !setup.tampering().waitsForAWord(queue.name().value()));
    done(second.close());
  }

  @Test
  void aLandingThatIsClosedGivesNothingMore() {
    done(landing.close());

    ends(landing.arrival());
    assertThat(setup.tampering().waitsForAWord(queue.name().value())).isFalse();
  }

  @Test
  void itIsToldHowLongUntilATaskIsDueAndOnlyOfTheSoonest() {
    listening = queue.store().hints().dues(queue.name()).subscribe(dues::add);
    Eventually.eventually(() -> dues.size() == 1);
    assertThat(dues).containsExactly(Duration.ZERO);

    queue.enqueue(
        queue.delayed(queue.newId(), Duration.ofSeconds(60)),
        queue.delayed(queue.newId(), Duration.ofSeconds(50)));
    queue.enqueue(queue.delayed(queue.newId(), Duration.ofSeconds(70)));
    queue.enqueue(queue.delayed(queue.newId(), Duration.ofSeconds(20)));
    Eventually.eventually(() -> dues.size() == 3);

    assertThat(dues.get(1)).isBetween(Duration.ofSeconds(49), Duration.ofSeconds(50));
    assertThat(dues.get(2)).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(20));
  }

  @Test
  void itIsToldWhenATaskIsPutOffByItsWorkerAndByItsCrash() {
    queue.ready(2);
    TestSession session = queue.session();
    ClaimedTask failing = session.claim();
    listening = queue.store().hints().dues(queue.name()).subscribe(dues::add);
    Eventually.eventually(() -> dues.size() == 1);

    queue.settle(
        failing, new Outcome.Retry(Duration.ofMinutes(5), Failure.of("T", "not this time")));
    Eventually.eventually(() -> dues.size() == 2);
    for (int crashes = 1; crashes <= 2; crashes++) {
      queue.session(TestQueue.SHORT).claim();
      queue.reapUntil(reaped -> reaped.reaped() == 1);
    }
    Eventually.eventually(() -> dues.size() == 3);

    assertThat(dues.get(1)).isEqualTo(Duration.ofMinutes(5));
    assertThat(dues.get(2)).isLessThanOrEqualTo(CRASHES.spread().multipliedBy(2));
  }

  @Test
  void itIsToldWhenATaskIsSnoozedAndOnlyOfTheSoonest() {
    queue.ready(2);
    TestSession session = queue.session();
    listening = queue.store().hints().dues(queue.name()).subscribe(dues::add);
    Eventually.eventually(() -> dues.size() == 1);

    queue.settle(session.claim(), new Outcome.Snooze(Duration.ofMinutes(5)));
    queue.enqueue(queue.delayed(queue.newId(), Duration.ofMinutes(9)));
    queue.settle(session.claim(), new Outcome.Snooze(Duration.ofMinutes(2)));
    Eventually.eventually(() -> dues.size() == 3);

    assertThat(dues).containsExactly(Duration.ZERO, Duration.ofMinutes(5), Duration.ofMinutes(2));
  }

  @Test
  void itIsTimeToLookWhenTheSubscriptionIsBackAfterItWasCut() {
    listening = queue.store().hints().dues(queue.name()).subscribe(dues::add);
    Eventually.eventually(() -> dues.size() == 1);

    setup.tampering().commands().clientKill(KillArgs.Builder.typePubsub());

    Eventually.eventually(() -> dues.size() == 2);
    assertThat(dues).containsOnly(Duration.ZERO);
  }

  /** A wait that only a word ends. */
  private Mono<Boolean> waiting() {
    ends(landing.arrival());
    Mono<Boolean> wait = landing.arrival().hasElement().cache();
    wait.subscribe();
    return wait;
  }

  private static void ends(Mono<?> wait) {
    wait.then().block(Duration.ofSeconds(20));
  }

  private TestQueue through(Waiting waiting) {
    return queue.through(setup.store(config -> config.withWaiting(waiting)));
  }
}
