package io.sluice.load.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import reactor.test.scheduler.VirtualTimeScheduler;
import reactor.test.subscriber.TestSubscriber;

class ClosedLoopTest {
  private final VirtualTimeScheduler time = VirtualTimeScheduler.create();
  private final ClosedLoop loop = new ClosedLoop(2, Duration.ofSeconds(1));

  @Test
  void sendsAsRoomIsMadeAndNotByTime() {
    TestSubscriber<Integer> sends = TestSubscriber.builder().initialRequest(2).build();
    loop.sends(time, 0).subscribe(sends);

    time.advanceTimeBy(Duration.ofMillis(500));
    assertThat(sends.getReceivedOnNext()).containsExactly(0, 1);
    sends.request(1);
    time.advanceTimeBy(Duration.ofMillis(1));

    assertThat(sends.getReceivedOnNext()).containsExactly(0, 1, 2);
  }

  @Test
  void sendsNothingAfterItsTime() {
    TestSubscriber<Integer> sends = TestSubscriber.builder().initialRequest(2).build();
    loop.sends(time, 0).subscribe(sends);

    time.advanceTimeBy(Duration.ofSeconds(1));
    sends.request(1);

    assertThat(sends.getReceivedOnNext()).containsExactly(0, 1);
    assertThat(sends.isTerminatedComplete()).isTrue();
  }

  @Test
  void withoutTimeThereIsNothingToSend() {
    TestSubscriber<Integer> sends = TestSubscriber.create();

    new ClosedLoop(2, Duration.ZERO).sends(time, 0).subscribe(sends);

    assertThat(sends.isTerminatedComplete()).isTrue();
    assertThat(sends.getReceivedOnNext()).isEmpty();
  }

  @Test
  void theNumberInFlightIsBounded() {
    assertThatThrownBy(() -> new ClosedLoop(ClosedLoop.MOST_IN_FLIGHT + 1, Duration.ZERO))
        .hasMessageContaining("closed must be 1 to 65536");
  }
}
