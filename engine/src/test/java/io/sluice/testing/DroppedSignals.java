package io.sluice.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Hooks;

/**
 * Fails the test in which an error or a value was dropped: nobody was there to take it, so somebody
 * waits for it, or something is lost that was counted as given.
 */
public final class DroppedSignals
    implements BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final ConcurrentLinkedQueue<Throwable> DROPPED = new ConcurrentLinkedQueue<>();
  private static final List<Throwable> BETWEEN_TESTS = new CopyOnWriteArrayList<>();

  // Once for all classes: hooks add up.
  static {
    Hooks.onErrorDropped(error -> DROPPED.add(new AssertionError("an error was dropped", error)));
    Hooks.onNextDropped(value -> DROPPED.add(new AssertionError("a value was dropped: " + value)));
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    BETWEEN_TESTS.addAll(taken());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    failIfAny(taken());
  }

  /** Also what was dropped between tests, or on closing, fails their class. */
  @Override
  public void afterAll(ExtensionContext context) {
    List<Throwable> dropped = new ArrayList<>(BETWEEN_TESTS);
    BETWEEN_TESTS.clear();
    dropped.addAll(taken());
    failIfAny(dropped);
  }

  private static void failIfAny(List<Throwable> dropped) {
    if (!dropped.isEmpty()) {
      AssertionError failure =
          new AssertionError(dropped.size() + " signals were dropped or calls blocked");
      dropped.forEach(failure::addSuppressed);
      throw failure;
    }
  }

  /** Fails when anything was dropped, or blocked where it must not, but what is meant to be. */
  public static void assertNoneBut(Predicate<Throwable> meant) {
    failIfAny(taken().stream().filter(meant.negate()).toList());
  }

  /**
   * What was dropped, or blocked where it must not, until now; for the test whose subject it is.
   */
  public static List<Throwable> taken() {
    List<Throwable> taken = new ArrayList<>();
    for (Throwable next = DROPPED.poll(); next != null; next = DROPPED.poll()) {
      taken.add(next);
    }
    taken.addAll(BlockHoundInstaller.taken());
    return taken;
  }
}
