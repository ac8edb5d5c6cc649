package io.sluice.store.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.StoreCorruptedException;
import io.sluice.task.view.History;
import io.sluice.task.view.HistoryStep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RingTest {
  private static final long MINUTE = 29_000_000;
  private static final Instant NOW = Instant.ofEpochSecond(60 * MINUTE + 7);

  @Test
  void stepsThatHaveNothingCountNothingAndKeepTheGauges() {
    History history =
        ring(5, MINUTE - 3 + " 4 3 2 1 7 2 0;;", MINUTE - 1 + " 1 0 0 0 8 - 0;;").view();

    assertThat(history.points())
        .extracting(History.Point::enqueued)
        .containsExactly(0L, 4L, 0L, 1L, 0L);
    assertThat(history.points())
        .extracting(History.Point::failed)
        .containsExactly(0L, 3L, 0L, 0L, 0L);
    assertThat(history.points())
        .extracting(History.Point::backlog)
        .containsExactly(null, 7L, 7L, 8L, 8L);
    assertThat(history.points())
        .extracting(History.Point::running)
        .containsExactly(null, 2L, 2L, 2L, 2L);
    assertThat(history.from()).isEqualTo(Instant.ofEpochSecond(60 * (MINUTE - 4)));
  }

  @Test
  void whereNothingWasRecordedForLongTheLastGaugesHold() {
    History history = Ring.of(HistoryStep.MINUTE, NOW, 2, "3 1", List.of()).view();

    assertThat(history.points()).extracting(History.Point::backlog).containsExactly(3L, 3L);
    assertThat(history.points()).extracting(History.Point::running).containsExactly(1L, 1L);
  }

  @Test
  void whatCameWhileNobodyLookedIsSpreadOverThatTime() {
    History history = ring(4, MINUTE + " 9 0 0 0 0 0 150000;;").view();

    assertThat(history.points())
        .extracting(History.Point::enqueued)
        .containsExactly(0L, 3L, 3L, 3L);
  }

  @Test
  void ringsAddUpAlsoWhereClocksShowDifferentSteps() {
    Ring one = ring(3, MINUTE + " 1 0 0 0 5 1 0;A01;B24");
    Ring other =
        Ring.of(
            HistoryStep.MINUTE,
            NOW.plusSeconds(60),
            3,
            "",
            List.of(MINUTE + " 2 0 0 0 6 1 0;A02;", MINUTE + 1 + " 4 0 0 0 7 1 0;;"));

    History history = one.plus(other).view();

    assertThat(history.points()).extracting(History.Point::enqueued).containsExactly(0L, 3L, 4L);
    assertThat(history.points()).extracting(History.Point::backlog).containsExactly(null, 11L, 12L);
    assertThat(history.points().get(1).waits().count()).isEqualTo(3);
    assertThat(history.points().get(1).runs().count()).isEqualTo(4);
  }

  @Test
  void latenciesAreWithinAnEighthOfWhatWasMeasured() {
    Random random = new Random(7);
    for (int i = 0; i < 1000; i++) {
      long nanos = Duration.ofMillis(1).toNanos() + (long) (random.nextDouble() * 1e13);
      Latencies latencies = new Latencies(() -> {});
      latencies.ran(nanos);
      Duration p99 =
          ring(1, MINUTE + " 0 0 0 0 0 0 0;;" + latencies.take().runs())
              .view()
              .points()
              .get(0)
              .runs()
              .p99();

      assertThat(p99.toNanos()).isBetween((long) (nanos * 0.87), (long) (nanos * 1.26));
    }
  }

  @Test
  void whatIsTakenIsCountedAgainFromNothingAndTellsOfTheFirst() {
    int[] told = {0};
    Latencies latencies = new Latencies(() -> told[0]++);
    latencies.waited(Latencies.NONE);
    assertThat(latencies.take().isNothing()).isTrue();
    latencies.ran(1);
    latencies.ran(Long.MAX_VALUE);

    assertThat(latencies.take().runs()).isEqualTo("A01f31");
    assertThat(latencies.take().isNothing()).isTrue();
    latencies.ran(1);
    assertThat(told[0]).isEqualTo(2);
  }

  @Test
  void whatIsDamagedIsToldAsDamage() {
    for (String place :
        List.of(
            "", "x", MINUTE + " 1", MINUTE + " 1 1 1 1 1 1 0;Z;", MINUTE + " 1 1 1 1 1 1 0;!11;")) {
      assertThatThrownBy(() -> ring(3, place)).isInstanceOf(StoreCorruptedException.class);
    }
  }

  private static Ring ring(int points, String... places) {
    return Ring.of(HistoryStep.MINUTE, NOW, points, "", List.of(places));
  }
}
