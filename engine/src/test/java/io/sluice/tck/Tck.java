package io.sluice.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.reactivestreams.tck.TestEnvironment;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/** Runs a verification of the Reactive Streams TCK, which is written for another test runner. */
final class Tck {
  /** How long a signal may take that must come; a busy machine is slow. */
  private static final int SIGNAL_WITHIN_MS = 5_000;

  /** How long is listened for a signal that must not come. */
  private static final int SILENCE_MS = 100;

  static TestEnvironment environment() {
    return new TestEnvironment(SIGNAL_WITHIN_MS, SILENCE_MS, SILENCE_MS);
  }

  /** Fails when a rule is broken, or when fewer rules than this were proved. */
  static void verify(Class<?> verification, int atLeast) {
    TestListenerAdapter seen = new TestListenerAdapter();
    TestNG runner = new TestNG(false);
    runner.setVerbose(0);
    runner.setTestClasses(new Class<?>[] {verification});
    runner.addListener(seen);
    runner.run();

    assertThat(seen.getConfigurationFailures()).isEmpty();
    assertThat(seen.getFailedTests()).as("broken rules: %s", told(seen.getFailedTests())).isEmpty();
    assertThat(seen.getPassedTests()).as("proved rules").hasSizeGreaterThanOrEqualTo(atLeast);
  }

  private static String told(List<ITestResult> failed) {
    return failed.stream()
        .map(result -> result.getName() + ": " + result.getThrowable())
        .collect(Collectors.joining("\n"));
  }

  private Tck() {}
}
