package io.sluice.redis;

import static io.sluice.store.TestQueue.done;

import io.sluice.config.SluiceConfig;
import io.sluice.config.Waiting;
import io.sluice.protocol.TaskStore;
import io.sluice.script.Landing;
import io.sluice.store.ContractSetup;
import io.sluice.store.TestQueue;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

/** A word that comes while no wait of a worker is under way is kept for its next wait. */
class WordsBetweenWaitsTest implements ContractSetup {
  /** Longer than any test waits: what ends a wait is the word. */
  private static final Waiting WORDS_ONLY = new Waiting(0, Duration.ofMinutes(2));

  private static final Waiting ONE_SEAT = new Waiting(1, Duration.ofMinutes(2));

  private static TestRedis redis;
  private static RedisContractSetup setup;

  private final TestQueue queue = queue(config -> config.withWaiting(WORDS_ONLY));
  private final Landing landing = queue.store().landing(queue.name());

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
  }

  @Override
  public TaskStore store(UnaryOperator<SluiceConfig> settings) {
    return setup.store(settings);
  }

  @Test
  void aWordThatCameAfterAWaitWasCancelledEndsTheNext() {
    Landing other = queue.store().landing(queue.name());
    ends(landing.nextWord());
    ends(other.nextWord());
    landing.nextWord().subscribe().dispose();
    Mono<Boolean> heard = other.nextWord().hasElement().cache();
    heard.subscribe();

    queue.ready();
    ends(heard);

    ends(landing.nextWord());
    done(other.close());
  }

  @Test
  void aWordIsHeardByOneThatHasASeat() {
    TestQueue one = queue.through(setup.store(config -> config.withWaiting(ONE_SEAT)));
    Landing seated = one.store().landing(one.name());
    Mono<Boolean> parked = seated.arrival().hasElement().cache();
    parked.subscribe();
    Eventually.eventually(() -> setup.tampering().blocked() == 1);
    done(seated.wake());
    ends(parked);
    ends(seated.nextWord());
    ends(seated.nextWord());
    Mono<Boolean> wait = seated.nextWord().hasElement().cache();
    wait.subscribe();

    queue.ready();

    ends(wait);
    done(seated.close());
  }

  private static void ends(Mono<?> wait) {
    wait.then().block(Duration.ofSeconds(20));
  }
}
