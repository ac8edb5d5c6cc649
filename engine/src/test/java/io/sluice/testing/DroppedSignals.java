package io.sluice.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Hooks;

/**
 * Fails the test in which an error or a value was dropped: nobody was there to take it, so somebody
 * waits for it, or something is lost that was counted as given.
 */
public final class DroppedSignals implements BeforeEachCallback, AfterEachCallback {
  private static final ConcurrentLinkedQueue<Throwable> DROPPED = new ConcurrentLinkedQueue<>();

  // Once for all classes: hooks add up.
  static {
    Hooks.onErrorDropped(error -> DROPPED.add(new AssertionError("an error was dropped", error)));
    Hooks.onNextDropped(value -> DROPPED.add(new AssertionError("a value was dropped: " + value)));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    DROPPED.clear();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    List<Throwable> dropped = taken();
    if (!dropped.isEmpty()) {
      AssertionError failure = new AssertionError(dropped.size() + " signals were dropped");
      dropped.forEach(failure::addSuppressed);
      throw failure;
    }
  }

  /** What was dropped until now; for the test whose subject it is. */
  public static List<Throwable> taken() {
    List<Throwable> taken = new ArrayList<>();
    for (Throwable next = DROPPED.poll(); next != null; next = DROPPED.poll()) {
      taken.add(next);
    }
    return taken;
  }
}
