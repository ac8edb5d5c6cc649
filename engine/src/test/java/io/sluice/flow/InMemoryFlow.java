package io.sluice.flow;

import io.sluice.Sluice;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** An engine without Redis, for the contracts of a class. */
public abstract class InMemoryFlow {
  private static final AtomicInteger QUEUES = new AtomicInteger();
  private static Sluice sluice;

  @BeforeAll
  static void start() {
    sluice = Sluice.inMemory();
  }

  @AfterAll
  static void stop() {
    sluice.close();
  }

  /** The engine. */
  public Sluice sluice() {
    return sluice;
  }

  /** The name of a queue that is new. */
  public String newQueue() {
    return "q" + QUEUES.incrementAndGet();
  }
}
