package io.sluice.load.report.compare;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A comparison on one screen. */
public final class ComparisonTable {
  private static final String NONE = "-";

  /** Renders every row, and what it comes to. */
  public static String of(Comparison comparison) {
    StringBuilder text = new StringBuilder();
    text.append(line("", "", "base", "new", "ratio", ""));
    comparison.rows().forEach(row -> text.append(line(row)));
    int regressed = comparison.regressions().size();
    return text.append(
            regressed == 0
                ? "no regression beyond the limit\n"
                : "regression beyond the limit in " + regressed + " figure(s)\n")
        .toString();
  }

  private static String line(Row row) {
    return line(
        row.figure(),
        row.unit(),
        number("%,.3f", row.base()),
        number("%,.3f", row.now()),
        number("%.3f", row.ratio()),
        switch (row.judgement()) {
          case KEPT -> "";
          case REGRESSED -> "REGRESSED";
          case SHOWN -> "not judged";
        });
  }

  private static String line(
      String figure, String unit, String base, String now, String ratio, String remark) {
    return String.format(
                Locale.ROOT, "%-20s %-3s %14s %14s %8s  %s", figure, unit, base, now, ratio, remark)
            .stripTrailing()
        + "\n";
  }

  private static String number(String format, @Nullable Double value) {
    return value == null ? NONE : String.format(Locale.ROOT, format, value);
  }

  private ComparisonTable() {}
}
