package io.sluice.load.report.html.plot;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lines over one axis. The page gets it as JSON under the names of these components, and the table
 * below the plot is made of the same values.
 *
 * @param about what to look for, in one sentence
 * @param notes what is missing in it and why
 */
public record Plot(
    String id,
    String title,
    String about,
    Shape shape,
    Across across,
    Up up,
    List<Line> lines,
    List<String> notes) {

  public Plot {
    lines = List.copyOf(lines);
    notes = List.copyOf(notes);
  }

  /** How values are drawn. */
  public enum Shape {
    LINES,
    BARS
  }

  /** How an axis is divided. */
  public enum Spread {
    LINEAR,
    /** Whole numbers only. */
    COUNTED,
    LOG,
    /** Logarithmic in 1/(1-p), so that each further nine has the same room. */
    PERCENTILE
  }

  /**
   * The axis across.
   *
   * @param at where the values lie, ascending
   * @param names of these places, for people
   */
  public record Across(String label, Spread spread, List<Double> at, List<String> names) {
    public Across {
      at = List.copyOf(at);
      names = List.copyOf(names);
      if (at.size() != names.size()) {
        throw new IllegalArgumentException(
            "every place needs a name: " + at.size() + " places, " + names.size() + " names");
      }
    }
  }

  /** The axis upwards. */
  public record Up(String label, Spread spread) {}

  /**
   * One line.
   *
   * @param values one for each place across; null where nothing is known
   */
  public record Line(String label, List<@Nullable Double> values) {
    public Line {
      values = Collections.unmodifiableList(values);
    }

    boolean isEmpty() {
      return values.stream().allMatch(Objects::isNull);
    }
  }

  /** How many rows the table of this plot has. */
  public int rows() {
    return across.at().size();
  }

  /** The same plot with one more note. */
  Plot noting(Stream<String> more) {
    return new Plot(
        id, title, about, shape, across, up, lines, Stream.concat(notes.stream(), more).toList());
  }
}
