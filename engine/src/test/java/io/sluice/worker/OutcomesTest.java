package io.sluice.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.claim.Claim;
import io.sluice.claim.Claimed;
import io.sluice.store.ClaimedTask;
import io.sluice.store.StoredTask;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.ThrottleGroupException;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.handler.RetryRule;
import io.sluice.task.handler.RetryRule.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The last net: whatever throws, an attempt has an outcome. */
class OutcomesTest {
  private static final RetryPolicy POLICY = RetryPolicy.fixed(2, Duration.ofSeconds(3));

  private static Decision throwing(Throwable error) {
    throw new StackOverflowError();
  }

  @Test
  void whatThrowsWhileAnOutcomeIsComputedIsAFailedAttempt() {
    Outcome outcome =
        Outcomes.after(claim(0), new IllegalStateException("no"), OutcomesTest::throwing)
            .orElseThrow();

    assertThat(outcome).isInstanceOf(Outcome.Retry.class);
    assertThat(((Outcome.Retry) outcome).delay()).isEqualTo(Duration.ofSeconds(3));
    assertThat(((Outcome.Retry) outcome).failure().type())
        .isEqualTo("java.lang.IllegalStateException");
    assertThat(((Outcome.Retry) outcome).failure().message())
        .contains("could not be computed", "java.lang.StackOverflowError");
  }

  @Test
  void suchAttemptsRunOutLikeOthers() {
    assertThat(Outcomes.after(claim(1), new IllegalStateException("no"), OutcomesTest::throwing))
        .containsInstanceOf(Outcome.Bury.class);
  }

  @Test
  void whatAGroupNeedsIsThrottledByAnErrorOrByARule() {
    Duration time = Duration.ofSeconds(30);
    Outcome throttled = new Outcome.Throttle(time);

    assertThat(Outcomes.after(claim(0), new ThrottleGroupException(time), OutcomesTest::throwing))
        .contains(throttled);
    assertThat(
            Outcomes.after(
                claim(0), new IllegalStateException("429"), error -> RetryRule.throttle(time)))
        .contains(throttled);
    assertThat(Outcomes.afterFailure(claim(1), new ThrottleGroupException(time)))
        .isEqualTo(throttled);
  }

  @Test
  void anAbsurdTimeOfAThrottleIsTheLongestOrNone() {
    assertThat(throttled(Duration.ofSeconds(Long.MAX_VALUE))).isEqualTo(RetryPolicy.LONGEST);
    assertThat(throttled(Duration.ofSeconds(-1))).isZero();
  }

  private static Duration throttled(Duration time) {
    Outcome outcome = Outcomes.afterFailure(claim(0), new ThrottleGroupException(time));
    return ((Outcome.Throttle) outcome).time();
  }

  private static Claim claim(int failures) {
    StoredTask task =
        new StoredTask(
            TaskId.of("x"),
            "echo",
            Instant.EPOCH,
            new TaskOptions(null, POLICY, Map.of(), List.of()),
            new byte[0]);
    return Claimed.of(new ClaimedTask(task, "s:1:0", Instant.EPOCH, failures, 0, null, null));
  }
}
