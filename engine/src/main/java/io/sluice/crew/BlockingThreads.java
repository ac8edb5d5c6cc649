package io.sluice.crew;

import java.lang.reflect.Method;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Threads for handlers that block, one each: virtual ones where the JDK has them (21 and later), or
 * else those of a pool that grows as they are needed and is bounded by whoever claims: a worker has
 * no more slots than {@link #most}, and no slot is free before its thread is.
 */
public final class BlockingThreads implements Executor {
  /** Of one worker, below JDK 21. */
  public static final int MOST_PLATFORM_THREADS = 1024;

  private static final int FIRST_WITH_VIRTUAL = 21;
  private static final String NAME = "sluice-blocking-";
  private static final long IDLE_SECONDS = 30;

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final ExecutorService threads;
  private final boolean virtual;

  BlockingThreads() {
    ExecutorService each = virtualThreads();
    this.virtual = each != null;
    this.threads = each == null ? platformThreads() : each;
  }

  /** How many one worker may use at once. */
  public int most() {
    return virtual ? Integer.MAX_VALUE : MOST_PLATFORM_THREADS;
  }

  @Override
  public void execute(Runnable command) {
    threads.execute(command);
  }

  /** What runs ends by itself. */
  void close() {
    threads.shutdown();
  }

  private static ExecutorService platformThreads() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE, // the slots of the workers are the bound
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        runs -> {
          Thread thread = new Thread(runs, NAME + NUMBERS.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** By reflection, since this is compiled for JDK 17. Null where there are none. */
  private static @Nullable ExecutorService virtualThreads() {
    if (Runtime.version().feature() < FIRST_WITH_VIRTUAL) {
      return null;
    }
    try {
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Class<?> type = Class.forName("java.lang.Thread$Builder");
      Object named = type.getMethod("name", String.class, long.class).invoke(builder, NAME, 1L);
      Object factory = type.getMethod("factory").invoke(named);
      Method perTask =
          java.util.concurrent.Executors.class.getMethod(
              "newThreadPerTaskExecutor", ThreadFactory.class);
      return (ExecutorService) perTask.invoke(null, factory);
    } catch (ReflectiveOperationException | RuntimeException none) {
      return null;
    }
  }
}
