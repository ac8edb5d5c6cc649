package io.sluice.crew;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for code of users. Who blocks one is slow and told so, and nothing else waits for him;
 * hence Reactor's own blocking calls are not refused there.
 */
final class CrewThreads implements ThreadFactory {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  @Override
  public Thread newThread(Runnable runs) {
    Thread thread = new Thread(runs, "sluice-crew-" + NUMBERS.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }
}
