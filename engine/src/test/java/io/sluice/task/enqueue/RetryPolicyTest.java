package io.sluice.task.enqueue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.InvalidTaskException;
import io.sluice.task.enqueue.RetryPolicy.Backoff;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);
  private static final RandomGenerator RANDOM = new Random(1);

  @Test
  void anExponentialWaitDoublesUpToItsLongest() {
    RetryPolicy policy = new RetryPolicy(99, Backoff.EXPONENTIAL, SECOND, HOUR, 0);

    assertThat(wait(policy, 1)).isEqualTo(SECOND);
    assertThat(wait(policy, 2)).isEqualTo(Duration.ofSeconds(2));
    assertThat(wait(policy, 5)).isEqualTo(Duration.ofSeconds(16));
    assertThat(wait(policy, 12)).isEqualTo(Duration.ofSeconds(2048));
    assertThat(wait(policy, 13)).isEqualTo(HOUR);
    assertThat(wait(policy, 10_000)).isEqualTo(HOUR);
    assertThat(wait(policy, Integer.MAX_VALUE)).isEqualTo(HOUR);
  }

  @Test
  void aLinearWaitGrowsByTheFirst() {
    RetryPolicy policy = new RetryPolicy(99, Backoff.LINEAR, SECOND, Duration.ofSeconds(10), 0);

    assertThat(wait(policy, 1)).isEqualTo(SECOND);
    assertThat(wait(policy, 7)).isEqualTo(Duration.ofSeconds(7));
    assertThat(wait(policy, 11)).isEqualTo(Duration.ofSeconds(10));
    assertThat(wait(policy, Integer.MAX_VALUE)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aFirstWaitOfLessThanAMillisecondGrowsLikeAnyOther() {
    Duration half = Duration.ofNanos(500_000);
    RetryPolicy policy = new RetryPolicy(99, Backoff.EXPONENTIAL, half, HOUR, 0);

    assertThat(wait(policy, 3)).isEqualTo(Duration.ofMillis(2));
    assertThat(wait(policy, Integer.MAX_VALUE)).isEqualTo(HOUR);
  }

  @Test
  void aFixedWaitStays() {
    RetryPolicy policy = RetryPolicy.fixed(99, SECOND);

    assertThat(wait(policy, 1)).isEqualTo(SECOND);
    assertThat(wait(policy, 98)).isEqualTo(SECOND);
  }

  @Test
  void aRetryThatBeginsAfterTheBoundIsTooLate() {
    RetryPolicy policy = RetryPolicy.linear(99, SECOND, HOUR).within(HOUR);

    assertThat(policy.overAfter(HOUR)).isFalse();
    assertThat(policy.overAfter(HOUR.plusMillis(1))).isTrue();
    assertThat(RetryPolicy.DEFAULT.overAfter(Duration.ofDays(9999))).isFalse();
  }

  @Test
  void aBoundOfAllRetriesIsMoreThanZeroAndAtMostAYear() {
    for (Duration wrong :
        List.of(Duration.ZERO, SECOND.negated(), RetryPolicy.LONGEST.plusNanos(1))) {
      assertThatThrownBy(() -> RetryPolicy.DEFAULT.within(wrong))
          .isInstanceOf(InvalidTaskException.class)
          .hasMessageContaining("retry.total")
          .hasMessageContaining(wrong.toString());
    }
  }

  @Test
  void jitterTakesAwayItsShareAtMost() {
    RetryPolicy policy = new RetryPolicy(99, Backoff.FIXED, SECOND, SECOND, 0.5);
    Duration least = SECOND;
    Duration most = Duration.ZERO;
    for (int i = 0; i < 10_000; i++) {
      Duration wait = wait(policy, 1);
      least = wait.compareTo(least) < 0 ? wait : least;
      most = wait.compareTo(most) > 0 ? wait : most;
    }

    assertThat(least).isBetween(Duration.ofMillis(500), Duration.ofMillis(510));
    assertThat(most).isBetween(Duration.ofMillis(990), SECOND);
  }

  @Test
  void aWaitIsNeverNegative() {
    RetryPolicy policy =
        new RetryPolicy(9, Backoff.FIXED, Duration.ofNanos(1), Duration.ofNanos(1), 1);

    assertThat(wait(policy, 1)).isZero();
    assertThat(wait(policy, 0)).isZero();
  }

  @Test
  void attemptsAreUsedUpAtTheirNumber() {
    RetryPolicy policy = RetryPolicy.fixed(3, SECOND);

    assertThat(policy.exhaustedAfter(2)).isFalse();
    assertThat(policy.exhaustedAfter(3)).isTrue();
    assertThat(policy.exhaustedAfter(4)).isTrue();
  }

  @Test
  void theDefaultIsTheOneThatIsDocumented() {
    assertThat(RetryPolicy.DEFAULT)
        .isEqualTo(new RetryPolicy(10, Backoff.EXPONENTIAL, Duration.ofSeconds(2), HOUR, 0.5));
  }

  @Test
  void whatIsOutOfRangeIsRefusedWithAPointerToIt() {
    assertRefused("/retry/maxAttempts", () -> RetryPolicy.fixed(0, SECOND));
    assertRefused("/retry/initial", () -> RetryPolicy.fixed(1, Duration.ZERO));
    assertRefused("/retry/initial", () -> RetryPolicy.fixed(1, SECOND.negated()));
    assertRefused("/retry/max", () -> RetryPolicy.exponential(1, HOUR, SECOND));
    assertRefused("/retry/max", () -> RetryPolicy.fixed(1, RetryPolicy.LONGEST.plusMillis(1)));
    for (double jitter : new double[] {-0.1, 1.1, Double.NaN}) {
      assertRefused(
          "/retry/jitter", () -> new RetryPolicy(1, Backoff.FIXED, SECOND, SECOND, jitter));
    }
  }

  private static Duration wait(RetryPolicy policy, int failures) {
    return policy.delayAfter(failures, RANDOM);
  }

  private static void assertRefused(String pointer, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(InvalidTaskException.class)
        .extracting(error -> ((InvalidTaskException) error).pointer())
        .isEqualTo(pointer);
  }
}
