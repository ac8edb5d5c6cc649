package io.sluice.load.report.html;

import io.sluice.load.report.html.plot.Plots;
import tools.jackson.databind.json.JsonMapper;

/** The plots as JSON for the script of the page. */
final class PlotData {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** A «<» can stand in strings only; written as its code, it cannot end the script element. */
  static String of(Plots plots) {
    return JSON.writeValueAsString(plots.drawn()).replace("<", "\\u003c");
  }

  private PlotData() {}
}
