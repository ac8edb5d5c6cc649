package io.sluice.load.pace;

import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

class PacerTest {
  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final Pacer pacer = new Pacer(time, () -> time.now(NANOSECONDS));
  private final ArrivalPlan everyMilli =
      ArrivalPlan.constant(new Rate(1000), Duration.ofMillis(10));

  @Test
  void eachSendHappensWhenItIsDueAndNotBefore() {
    TestSubscriber<Integer> sends = TestSubscriber.create();
    pacer.sends(everyMilli, 5_000_000).subscribe(sends);

    time.advanceTimeBy(Duration.ofNanos(4_999_999));
    assertThat(sends.getReceivedOnNext()).isEmpty();
    time.advanceTimeBy(Duration.ofNanos(1));
    assertThat(sends.getReceivedOnNext()).containsExactly(0);
    time.advanceTimeBy(Duration.ofMillis(2));
    assertThat(sends.getReceivedOnNext()).containsExactly(0, 1, 2);
    assertThat(sends.isTerminatedOrCancelled()).isFalse();
  }

  @Test
  void itEndsAfterTheLastSend() {
    TestSubscriber<Integer> sends = TestSubscriber.create();
    pacer.sends(everyMilli, 0).subscribe(sends);

    time.advanceTimeBy(Duration.ofMillis(9));

    assertThat(sends.getReceivedOnNext()).hasSize(10);
    assertThat(sends.isTerminatedComplete()).isTrue();
  }

  @Test
  void afterAStallAllThatIsDueIsSentAtOnce() {
    TestSubscriber<Integer> sends = TestSubscriber.create();
    time.advanceTimeBy(Duration.ofMillis(6));

    pacer.sends(everyMilli, 0).subscribe(sends);

    assertThat(sends.getReceivedOnNext()).containsExactly(0, 1, 2, 3, 4, 5, 6);
  }

  @Test
  void withoutRoomNothingIsDroppedAndItIsMadeUpForLater() {
    TestSubscriber<Integer> sends = TestSubscriber.builder().initialRequest(2).build();
    pacer.sends(everyMilli, 0).subscribe(sends);

    time.advanceTimeBy(Duration.ofMillis(8));
    assertThat(sends.getReceivedOnNext()).containsExactly(0, 1);
    sends.request(Long.MAX_VALUE);
    time.advanceTimeBy(Duration.ofMillis(1));

    assertThat(sends.getReceivedOnNext()).hasSize(10).isSorted();
    assertThat(sends.isTerminatedComplete()).isTrue();
  }

  @Test
  void anEmptyPlanEndsAtOnce() {
    TestSubscriber<Integer> sends = TestSubscriber.create();

    pacer.sends(ArrivalPlan.none(), 0).subscribe(sends);

    assertThat(sends.isTerminatedComplete()).isTrue();
  }

  @Test
  void cancellingStopsTheTimer() {
    TestSubscriber<Integer> sends = TestSubscriber.create();
    pacer.sends(everyMilli, 1_000_000).subscribe(sends);

    sends.cancel();
    time.advanceTimeBy(Duration.ofMillis(20));

    assertThat(sends.getReceivedOnNext()).isEmpty();
  }
}
