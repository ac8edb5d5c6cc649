package io.sluice.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class FailureThrottleTest {
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);
  private final FailureThrottle throttle = new FailureThrottle(now::get);

  @Test
  void letsABurstFailAndThenOneInEachPeriod() throws Exception {
    InetAddress from = InetAddress.getByName("192.0.2.1");
    for (int i = 0; i < FailureThrottle.BURST; i++) {
      assertThat(throttle.failed(from)).isZero();
    }
    assertThat(throttle.failed(from)).isEqualTo(FailureThrottle.PERIOD);
    now.addAndGet(FailureThrottle.PERIOD.toNanos());
    assertThat(throttle.failed(from)).isZero();
    assertThat(throttle.failed(from)).isPositive();
    now.addAndGet(Duration.ofHours(1).toNanos());
    for (int i = 0; i < FailureThrottle.BURST; i++) {
      assertThat(throttle.failed(from)).isZero();
    }
    assertThat(throttle.failed(from)).isPositive();
  }

  @Test
  void takesAnIpv6NetworkForOne() throws Exception {
    for (int i = 0; i < FailureThrottle.BURST; i++) {
      throttle.failed(InetAddress.getByName("2001:db8::" + Integer.toHexString(i)));
    }
    assertThat(throttle.failed(InetAddress.getByName("2001:db8::ffff"))).isPositive();
  }

  @Test
  void doesNotPunishOthers() throws Exception {
    for (int i = 0; i <= FailureThrottle.BURST; i++) {
      throttle.failed(InetAddress.getByName("192.0.2.1"));
    }
    int free = 0;
    for (int i = 0; i < 10; i++) {
      free += throttle.failed(InetAddress.getByName("198.51.100." + i)).isZero() ? 1 : 0;
    }
    assertThat(free).isGreaterThanOrEqualTo(9);
  }
}
