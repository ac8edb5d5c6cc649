package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.SluiceConfig;
import io.sluice.task.RedisUnavailableException;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class HealthTest {
  @RegisterExtension
  static final TestEngine ENGINE =
      TestEngine.with(config -> config.withEnqueueTimeout(Duration.ofMillis(300))).durable();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();

  @Test
  void aWorkerIsReadyAndEachOfItsLoopsIsNamed() {
    sluice.worker(queue).handle(ECHO, task -> Mono.empty()).start();

    Health health =
        Eventually.eventually(
            sluice.health(),
            now -> now.loops().stream().anyMatch(loop -> loop.name().equals("extend " + queue)));

    assertThat(health.ready()).isTrue();
    assertThat(health.redis()).isEqualTo(Health.OK);
    assertThat(health.loops())
        .extracting(Health.Loop::name)
        .contains(
            "claim " + queue,
            "promote " + queue,
            "reap " + queue,
            "sweep " + queue,
            "audit " + queue,
            "extend " + queue);
  }

  @Test
  void whatRedisDoesNotAnswerIsToldToTheCallerInTime() {
    sluice.enqueue(queue, ECHO.with("x")).block(SOON);
    ENGINE.redis().kill();

    Health down = sluice.health().block(SOON);
    StepVerifier.create(sluice.enqueue(queue, ECHO.with("y")))
        .expectError(RedisUnavailableException.class)
        .verify(Duration.ofSeconds(3));
    assertThat(down.ready()).isFalse();
    assertThat(down.redis()).startsWith("unavailable: ").hasSizeGreaterThan(20);
    assertThatThrownBy(() -> Sluice.connect(ENGINE.redis().uri()))
        .isInstanceOf(RedisUnavailableException.class)
        .hasMessageContaining(String.valueOf(ENGINE.redis().port()));

    ENGINE.redis().restart();
    Eventually.eventually(sluice.health(), Health::ready);
    // The first may wait behind a call that is about to be sent again, and for longer than it may.
    sluice.enqueue(queue, ECHO.with("z")).retry(2).block(SOON);
  }

  @Test
  void anEngineStopsInTimeThoughRedisIsGone() {
    TestRedis redis = TestRedis.start();
    Sluice engine = Sluice.builder(SluiceConfig.of(redis.uri())).listener(event -> {}).connect();
    AtomicInteger begun = new AtomicInteger();
    for (String name : List.of("idle", "busy")) {
      engine
          .worker(name)
          .handle(ECHO, task -> Mono.<String>never().doOnSubscribe(any -> begun.incrementAndGet()))
          .start();
    }
    engine.enqueue("busy", ECHO.with("x")).block(SOON);
    Eventually.eventually(() -> begun.get() == 1);
    redis.close();

    engine.stop(Duration.ofMillis(100)).block(Duration.ofSeconds(15));
  }

  @Test
  void anEngineWithoutRedisDoesNotStart() {
    assertThatThrownBy(() -> Sluice.builder(SluiceConfig.of("redis://127.0.0.1:1")).connect())
        .isInstanceOf(RedisUnavailableException.class);
  }
}
