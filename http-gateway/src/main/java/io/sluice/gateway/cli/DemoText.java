package io.sluice.gateway.cli;

import io.sluice.gateway.demo.DemoResult;
import io.sluice.gateway.demo.DemoTypes;
import io.sluice.gateway.ui.Dashboard;
import io.sluice.task.view.Ledger;
import java.io.PrintWriter;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** What the demo tells. */
final class DemoText {
  static void welcome(PrintWriter out, String url) {
    out.println("dashboard " + url + Dashboard.HOME);
    out.println("listening on " + url);
    out.println();
    out.println("Try this; Ctrl-C ends the demo:");
    out.println("  open the dashboard: a backlog comes and goes, some tasks fail, some end dead");
    out.println("  bin/sluice tail --server " + url + "   shows events as they happen");
    out.println(
        "  curl -s "
            + url
            + "/v1/queues/"
            + DemoTypes.QUEUE
            + "/tasks -H 'Content-Type: application/json' -H 'Prefer: wait=10'"
            + " -d '{\"type\":\"demo.echo\",\"payload\":{\"hello\":\"world\"}}'");
    out.flush();
  }

  static void result(PrintWriter out, DemoResult result) {
    Ledger ledger = result.ledger();
    line(out, "tasks      %,d enqueued over HTTP, all confirmed", result.tasks());
    line(
        out,
        "rate       %,.0f/s enqueued, %,.0f/s completed",
        result.enqueuedPerSecond(),
        result.completedPerSecond());
    latency(out, "enqueue", result.enqueueMicros(), 1_000.0);
    latency(out, "end to end", result.endToEndMillis(), 1.0);
    line(
        out,
        "ledger     accepted %,d, succeeded %,d, dead %,d, unfinished %,d, %s",
        ledger.totals().accepted(),
        ledger.totals().succeeded(),
        ledger.totals().dead(),
        ledger.unfinished(),
        ledger.balanced() ? "balanced" : "NOT BALANCED: " + ledger);
    line(out, "verdict    %s", verdict(result));
    out.flush();
  }

  private static String verdict(DemoResult result) {
    if (result.complete()) {
      return "every task ran, none lost, none doubled";
    }
    return result.lostOrDoubled() ? "TASKS LOST OR DOUBLED" : "NOT ALL TASKS SUCCEEDED";
  }

  private static void latency(PrintWriter out, String what, Histogram values, double perMilli) {
    line(
        out,
        "%-10s p50 %.1f ms, p99 %.1f ms, max %.1f ms (of %,d)",
        what,
        values.getValueAtPercentile(50) / perMilli,
        values.getValueAtPercentile(99) / perMilli,
        values.getMaxValue() / perMilli,
        values.getTotalCount());
  }

  private static void line(PrintWriter out, String format, Object... values) {
    out.println(String.format(Locale.ROOT, format, values));
  }

  private DemoText() {}
}
