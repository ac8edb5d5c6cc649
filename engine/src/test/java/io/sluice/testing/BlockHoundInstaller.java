package io.sluice.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;

/**
 * Every test runs under BlockHound: a blocking call on a non-blocking thread is an error. It is
 * also kept, since where it is thrown it may be swallowed and break something far away.
 */
public final class BlockHoundInstaller implements TestExecutionListener {
  private static final ConcurrentLinkedQueue<Throwable> BLOCKED = new ConcurrentLinkedQueue<>();

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
          // It also asks a bounded queue for its size; a lock, held for a few instructions.
          for (String method : List.of("size", "offer", "remove")) {
            builder.allowBlockingCallsInside("java.util.concurrent.ArrayBlockingQueue", method);
          }
          // So does the JDK guard its queue of timers, which every delay of Reactor goes through.
          for (String method : List.of("add", "offer", "remove", "poll", "peek", "take")) {
            builder.allowBlockingCallsInside(
                "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue", method);
          }
          // The crew takes threads from a pool of the JDK, which parks them while there is nothing.
          for (String method :
              List.of("getTask", "addWorker", "processWorkerExit", "tryTerminate")) {
            builder.allowBlockingCallsInside("java.util.concurrent.ThreadPoolExecutor", method);
          }
          // It locks a thread before it runs a task, against its own look for idle ones.
          builder.allowBlockingCallsInside(
              "java.util.concurrent.ThreadPoolExecutor$Worker", "lock");
          // Where a test means it.
          builder.allowBlockingCallsInside("io.sluice.testing.Blocked", "until");
          // Jackson builds the reader of a type once, under a lock; who comes meanwhile waits for
          // it.
          builder.allowBlockingCallsInside(
              "tools.jackson.databind.deser.DeserializerCache", "_createAndCacheValueDeserializer");
          // And Lettuce the table of its commands, whenever a connection is made; an error thrown
          // at who waits there would leave the lock to nobody.
          builder.allowBlockingCallsInside(
              "io.lettuce.core.internal.AbstractInvocationHandler$MethodTranslator", "of");
          // And Netty its pools of buffers, while it adds one; an error there costs a connection.
          builder.allowBlockingCallsInside(
              "io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "tryExpandMagazines");
          // The random numbers of TLS come from a device that always has some.
          builder.allowBlockingCallsInside("java.security.SecureRandom", "nextBytes");
          builder.blockingMethodCallback(
              method -> {
                Error error = new BlockingOperationError(method);
                BLOCKED.add(error);
                throw error;
              });
        });
  }

  /** Blocking calls since this was asked last. */
  static List<Throwable> taken() {
    List<Throwable> taken = new ArrayList<>();
    for (Throwable next = BLOCKED.poll(); next != null; next = BLOCKED.poll()) {
      taken.add(next);
    }
    return taken;
  }
}
