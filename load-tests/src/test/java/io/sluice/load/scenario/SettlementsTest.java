package io.sluice.load.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.EngineEvent;
import io.sluice.load.measure.IdSum;
import io.sluice.load.traffic.Stall;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.test.StepVerifier;

class SettlementsTest {
  private static final Outcome DONE = new Outcome.Succeed(new byte[0]);

  private final Settlements settlements = new Settlements();

  @Test
  void tellsWhenEnoughHaveEnded() {
    StepVerifier.create(settlements.reach(2))
        .then(() -> settled("a", DONE))
        .expectNoEvent(Duration.ofMillis(20))
        .then(() -> settled("b", DONE))
        .expectNextCount(1)
        .verifyComplete();
  }

  @Test
  void tellsAtOnceWhenEnoughHadEndedBefore() {
    settled("a", DONE);

    StepVerifier.create(settlements.reach(1)).expectNextCount(1).verifyComplete();
  }

  @Test
  void aRetryIsNoEnd() {
    settled("a", new Outcome.Retry(Duration.ZERO, Failure.of("x", "y")));
    settled("a", Outcome.RELEASE);
    settled("a", new Outcome.Bury(Failure.of("x", "y")));

    StepVerifier.create(settlements.reach(1)).expectNextCount(1).verifyComplete();
    assertThat(settlements.succeeded().count()).isZero();
  }

  @Test
  void keepsTheIdsOfThoseThatSucceeded() {
    IdSum expected = new IdSum();
    expected.add("a");

    settled("a", DONE);

    assertThat(settlements.succeeded().matches(expected)).isTrue();
  }

  @Test
  void givesUpWhenNothingEndsForLong() {
    StepVerifier.withVirtualTime(() -> settlements.reach(2))
        .thenAwait(Stall.AFTER.minusSeconds(1))
        .then(() -> settled("a", DONE))
        .thenAwait(Stall.AFTER.minusSeconds(2))
        .thenAwait(Duration.ofSeconds(4))
        .expectNextCount(1)
        .verifyComplete();
  }

  private void settled(String id, Outcome outcome) {
    settlements.on(
        new EngineEvent.TaskSettled(QueueName.of("q"), TaskId.of(id), "load", "s:1:1", outcome));
  }
}
