package io.sluice.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HoldBackTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final CountDownLatch told = new CountDownLatch(1);

  @Test
  void holdsNothingBackOfWhichNoMoreComes() {
    HoldBack none = new HoldBack(Forecast.NONE, told::countDown);

    assertThat(none.isFor(1)).isFalse();
    assertThat(none.isFor(0)).isFalse();
  }

  @Test
  void holdsBackUntilAllThatComeAreThere() {
    HoldBack four = new HoldBack(of(4, LONG), told::countDown);

    assertThat(four.isFor(1)).isTrue();
    assertThat(four.isFor(3)).isTrue();
    assertThat(four.isFor(4)).isFalse();
    assertThat(four.isFor(1)).as("the next batch").isTrue();
  }

  @Test
  void tellsWhenThePatienceIsOverAndThenHoldsNothingBack() throws InterruptedException {
    HoldBack four = new HoldBack(of(4, Duration.ofMillis(1)), told::countDown);

    assertThat(four.isFor(1)).isTrue();
    assertThat(told.await(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(four.isFor(1)).isFalse();
  }

  private static Forecast of(int items, Duration patience) {
    return new Forecast() {
      @Override
      public int items() {
        return items;
      }

      @Override
      public long patienceNanos() {
        return patience.toNanos();
      }
    };
  }
}
