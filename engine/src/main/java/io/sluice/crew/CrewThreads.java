package io.sluice.crew;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.scheduler.NonBlocking;

/** Threads on which blocking is a mistake, which Reactor's own blocking calls refuse. */
final class CrewThreads implements ThreadFactory {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static final class CrewThread extends Thread implements NonBlocking {
    private CrewThread(Runnable runs) {
      super(runs, "sluice-crew-" + NUMBERS.incrementAndGet());
      setDaemon(true);
    }
  }

  @Override
  public Thread newThread(Runnable runs) {
    return new CrewThread(runs);
  }
}
