package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.sync.RedisCommands;
import io.sluice.event.EngineEvent;
import io.sluice.task.TaskState;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

/** What an engine does about a clock of Redis that was set back, as its data look then. */
class ClockStepTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final Duration STEP = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(1_500);

  private final Sluice sluice = ENGINE.sluice();
  private final String queue = ENGINE.queue();
  private final RedisCommands<byte[], byte[]> redis = ENGINE.tampering().commands();

  @Test
  void delaysAndPausesEndAndItIsTold() {
    String id = sluice.enqueue(queue, ECHO.with("x").delay(SHORT)).block(SOON).id().value();
    sluice.queues().pause(queue, "a moment", SHORT).block(SOON);

    asIfSetBeforeTheStep(id);
    sluice.worker(queue).handle(ECHO, task -> Mono.just("ok")).start();

    assertThat(ENGINE.ended(queue, id).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ENGINE.events(EngineEvent.ClockSetBack.class))
        .anySatisfy(
            event -> {
              assertThat(event.queue().value()).isEqualTo(queue);
              assertThat(event.by()).isBetween(STEP.minusMinutes(1), STEP);
              assertThat(event.pulled()).isEqualTo(2);
            });
    Eventually.eventually(() -> redis.hget(key("rates"), bytes("pull")) == null);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  /** As they would be if the clock had been an hour ahead until now. */
  private void asIfSetBeforeTheStep(String id) {
    redis.zincrby(key("scheduled"), (double) STEP.toMillis(), bytes(id));
    double until =
        Double.parseDouble(new String(redis.hget(key("settings"), bytes("paused_until")), UTF_8));
    redis.hset(
        key("settings"),
        bytes("paused_until"),
        bytes(new BigDecimal(until + STEP.toMillis()).toPlainString()));
    long now = Long.parseLong(new String(redis.time().get(0), UTF_8)) * 1000;
    redis.hset(key("rates"), bytes("at"), bytes(String.valueOf(now + STEP.toMillis())));
  }

  private byte[] key(String name) {
    return bytes("sluice:{" + queue + "}:" + name);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
