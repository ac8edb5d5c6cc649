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
          // An error thrown at what waits for a lock below leaves the lock to nobody, for good.
          // It also asks a bounded queue for its size; a lock, held for a few instructions.
          for (String method : List.of("size", "offer", "remove")) {
            builder.allowBlockingCallsInside("java.util.concurrent.ArrayBlockingQueue", method);
          }
          // So does the JDK guard its queue of timers, which every delay of Reactor goes through.
          for (String method : List.of("add", "offer", "remove", "poll", "peek", "take")) {
            builder.allowBlockingCallsInside(
                "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", method);
          }
          // Lettuce builds the table of its commands under a lock, whenever a connection is made.
          builder.allowBlockingCallsInside(
              "io.lettuce.core.internal.AbstractInvocationHandler$MethodTranslator", "of");
          // Jackson builds the reader of a type once, under a lock; others wait for it.
          builder.allowBlockingCallsInside(
              "tools.jackson.databind.deser.DeserializerCache", "_createAndCacheValueDeserializer");
          // A pool locks a thread before it runs a task, against its own look for idle ones.
          builder.allowBlockingCallsInside(
              "java.util.concurrent.ThreadPoolExecutor$Worker", "lock");
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
