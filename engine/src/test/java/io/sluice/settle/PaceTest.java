package io.sluice.settle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final int TASKS = 1_000;

  private final AtomicLong now = new AtomicLong();
  private final Pace pace = new Pace(now::get);

  @Test
  void expectsNothingBeforeItHasSeenTasksEndQuickly() {
    pace.claimed(100);

    assertThat(pace.items()).isZero();
  }

  @Test
  void expectsTheOutcomesOfOneClaimWhereTasksEndQuickly() {
    end(Duration.ofNanos(1_900_000));

    pace.claimed(100);
    assertThat(pace.items()).isEqualTo(100);
    pace.sent(70);
    assertThat(pace.items()).isEqualTo(30);
    assertThat(pace.patienceNanos()).isBetween(1_800_000L, 2_000_000L);
  }

  @Test
  void expectsNothingOfTasksThatTakeLong() {
    end(Duration.ofMillis(1));
    end(Duration.ofSeconds(1));

    pace.claimed(100);
    assertThat(pace.items()).isZero();
  }

  @Test
  void expectsNothingOfAClaimThatBroughtFew() {
    end(Duration.ofMillis(1));

    pace.claimed(7);
    assertThat(pace.items()).isZero();
  }

  @Test
  void expectsNothingThatOughtToHaveEndedByNow() {
    end(Duration.ofMillis(1));

    pace.claimed(100);
    now.addAndGet(Duration.ofMillis(4).toNanos());
    assertThat(pace.items()).isZero();
  }

  private void end(Duration each) {
    for (int i = 0; i < TASKS; i++) {
      pace.ended(each.toNanos());
    }
  }
}
