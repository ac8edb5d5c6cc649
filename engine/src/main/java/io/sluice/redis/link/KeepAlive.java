package io.sluice.redis.link;

import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.resource.EpollProvider;
import java.time.Duration;

/**
 * Asks a silent peer whether it is still there. How soon can be said only where the native
 * transport or the module {@code jdk.net} is there; a small runtime image may have neither, and
 * Lettuce would refuse to connect. Then it is as soon as the system says.
 */
final class KeepAlive {
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final int COUNT = 3;

  static void applyTo(SocketOptions.Builder options) {
    if (EpollProvider.isAvailable() || hasExtendedOptions()) {
      options.keepAlive(
          KeepAliveOptions.builder().enable().idle(IDLE).interval(INTERVAL).count(COUNT).build());
    } else {
      options.keepAlive(true);
    }
  }

  private static boolean hasExtendedOptions() {
    try {
      Class.forName("jdk.net.ExtendedSocketOptions");
      return true;
    } catch (ClassNotFoundException notInThisRuntime) {
      return false;
    }
  }

  private KeepAlive() {}
}
