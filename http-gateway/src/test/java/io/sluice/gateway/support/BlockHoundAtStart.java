package io.sluice.gateway.support;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;
import reactor.blockhound.BlockHound;

/** From the first test on, a blocking call on a thread that must not block is an error. */
public final class BlockHoundAtStart implements TestExecutionListener {
  private static final AtomicBoolean INSTALLED = new AtomicBoolean();

  /** Not when a session is opened: a build opens one in a JVM that only looks for tests. */
  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    if (INSTALLED.compareAndSet(false, true)) {
      install();
    }
  }

  private static void install() {
    BlockHound.install(
        builder -> {
          // The threads of the crew may be blocked by users, and not by code of ours.
          builder.nonBlockingThreadPredicate(
              is -> is.or(thread -> thread.getName().startsWith("sluice-crew-")));
          // Lettuce guards the few instructions of a write with a lock, held for no I/O.
          for (String method : List.of("incrementWriters", "decrementWriters", "doExclusive")) {
            builder.allowBlockingCallsInside("io.lettuce.core.protocol.SharedLock", method);
          }
          // The crew takes threads from a pool of the JDK, which parks them while there is nothing.
          for (String method :
              List.of("getTask", "addWorker", "processWorkerExit", "tryTerminate")) {
            builder.allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", method);
          }
          // Netty's pool of buffers frees the parts it replaces under a lock, while it grows.
          builder.allowBlockingCallsInside(
              "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines");
          // The random numbers of TLS come from a device that always has some.
          builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes");
        });
  }
}
