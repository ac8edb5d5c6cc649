package io.sluice.load.pace;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceWatchTest {
  private static final long LATE = PaceWatch.LATE_AFTER.toNanos() + 1;

  private final PaceWatch watch = new PaceWatch(1000);

  @Test
  void sendsInTimeKeepUp() {
    sends(1000, PaceWatch.LATE_AFTER.toNanos());

    assertThat(watch.report().keptUp()).isTrue();
    assertThat(watch.report().late()).isZero();
  }

  @Test
  void aSmallShareOfLateSendsIsBorne() {
    sends(990, 0);
    sends(10, LATE);

    assertThat(watch.report().lateShare()).isEqualTo(0.01);
    assertThat(watch.report().keptUp()).isTrue();
  }

  @Test
  void moreThanASmallShareMakesTheRunInvalid() {
    sends(989, 0);
    sends(11, LATE);

    assertThat(watch.report().keptUp()).isFalse();
    assertThat(watch.report().lateness().max()).isGreaterThanOrEqualTo(10);
  }

  @Test
  void aPlanWithoutSendsIsKept() {
    assertThat(new PaceWatch(0).report().keptUp()).isTrue();
  }

  @Test
  void aSendThatWasNeverMadeMakesTheRunInvalid() {
    sends(999, 0);

    assertThat(watch.report().keptUp()).isFalse();
  }

  private void sends(int count, long lateBy) {
    for (int i = 0; i < count; i++) {
      watch.sent(i * 1000L, i * 1000L + lateBy);
    }
  }
}
