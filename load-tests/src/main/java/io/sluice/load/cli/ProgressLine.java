package io.sluice.load.cli;

import io.sluice.load.measure.Glance;
import io.sluice.load.measure.LatencySummary;
import io.sluice.load.measure.Moment;
import io.sluice.load.measure.Onlooker;
import java.io.PrintWriter;
import java.util.Locale;

/** One line on a terminal that says how the run goes, and is gone when the run is. */
final class ProgressLine implements Onlooker {
  private static final String CLEARED = "\r\u001b[2K";

  private final PrintWriter people;

  ProgressLine(PrintWriter people) {
    this.people = people;
  }

  /** On a terminal; for nobody where there is none, so that no log is filled with it. */
  static Onlooker onTerminal(PrintWriter people) {
    return Terminal.present() ? new ProgressLine(people) : NOBODY;
  }

  @Override
  public void see(Glance glance) {
    people.print(CLEARED + text(glance));
    people.flush();
  }

  @Override
  public void done() {
    people.print(CLEARED);
    people.flush();
  }

  private static String text(Glance glance) {
    Moment moment = glance.moment();
    Moment.Rates rates = moment.rates();
    LatencySummary soFar = glance.soFar();
    return String.format(
            Locale.ROOT,
            "%.0f s  offered %,.0f/s  achieved %,.0f/s  completed %,.0f/s  backlog %,d",
            moment.endSeconds(),
            rates.offeredPerSecond(),
            rates.acknowledgedPerSecond(),
            rates.completedPerSecond(),
            moment.backlog())
        + (soFar == null ? "" : String.format(Locale.ROOT, "  p99 %.1f ms", soFar.p99()));
  }
}
