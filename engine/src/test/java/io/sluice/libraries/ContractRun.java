package io.sluice.libraries;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

/**
 * Runs the contract of the store in a process of its own, on whatever libraries it has: a framework
 * chooses these.
 */
public final class ContractRun {
  private static final int MOST_FAILURES = 10;

  public static void main(String... classes) {
    LauncherDiscoveryRequestBuilder all = LauncherDiscoveryRequestBuilder.request();
    for (String name : classes) {
      all.selectors(selectClass(name));
    }
    LauncherDiscoveryRequest request = all.build();
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherFactory.create().execute(request, listener);
    TestExecutionSummary summary = listener.getSummary();
    PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    summary.printFailuresTo(out, MOST_FAILURES);
    out.printf(
        "%d tests passed, %d failed%n",
        summary.getTestsSucceededCount(), summary.getTotalFailureCount());
    System.exit(
        summary.getTotalFailureCount() == 0 && summary.getTestsSucceededCount() > 0 ? 0 : 1);
  }

  private ContractRun() {}
}
