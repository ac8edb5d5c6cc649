package io.sluice.load.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * The shares of groups over time as one SVG image: what each had of the starts in each interval,
 * stacked up to all of them. Stands in a page and in a file of its own.
 */
final class SharesPicture {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 420;
  private static final int LEFT = 60;
  private static final int TOP = 50;
  private static final int ACROSS = 600;
  private static final int UP = 310;
  private static final int LEGEND = LEFT + ACROSS + 20;
  private static final int LEGEND_LINE = 24;
  private static final int MOST_NAMED = 12;
  private static final int SWATCH = 14;
  private static final double ALL = 100;
  private static final int QUARTER = 25;
  private static final List<Double> TICKS = List.of(0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0);
  private static final double LONG_TICK = 60;
  private static final int MOST_TICKS = 10;

  /** Told apart also by those who see no red or no green. */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#f0e442");

  private final JsonNode shares;
  private final int intervals;
  private final double interval;
  private final Markup image;

  private SharesPicture(JsonNode shares, Markup image) {
    this.shares = shares;
    this.intervals = shares.path("seconds").size();
    this.interval = shares.path("intervalSeconds").asDouble(0);
    this.image = image;
  }

  /** Whether the result has what is drawn. */
  static boolean isIn(JsonNode result) {
    JsonNode shares = result.path("shares");
    return !shares.path("seconds").isEmpty()
        && !shares.path("lines").isEmpty()
        && shares.path("intervalSeconds").asDouble(0) > 0;
  }

  static void draw(JsonNode result, Markup into) {
    new SharesPicture(result.path("shares"), into).image();
  }

  private void image() {
    image
        .open(
            "svg",
            "xmlns",
            "http://www.w3.org/2000/svg",
            "role",
            "img",
            "viewBox",
            "0 0 " + WIDTH + ' ' + HEIGHT)
        .element("title", "Shares of the starts over time");
    image.element(
        "desc",
        "For each interval the part of the starts that each group had, stacked; dashed lines are "
            + "the parts by weight while all groups have tasks waiting.");
    rectangle(0, 0, WIDTH, HEIGHT, "#ffffff");
    text(LEFT, TOP - 28, "start", "Shares of the starts over time");
    bands();
    wanted();
    axes();
    image.close("svg");
  }

  private void bands() {
    double[] below = new double[intervals];
    int named = 0;
    for (JsonNode line : shares.path("lines")) {
      String colour = COLOURS.get(named % COLOURS.size());
      double[] above = below.clone();
      for (int at = 0; at < intervals; at++) {
        above[at] += line.path("sharePercent").path(at).asDouble(0);
      }
      image.open("path", "d", outline(below, above), "fill", colour).close("path");
      if (named < MOST_NAMED) {
        named(line, colour, named);
      }
      below = above;
      named++;
    }
  }

  /** There along the upper edge and back along the lower one. */
  private String outline(double[] below, double[] above) {
    StringBuilder path = new StringBuilder("M" + point(0, above[0]));
    for (int at = 0; at < intervals; at++) {
      path.append('V').append(shown(y(above[at]))).append('H').append(shown(x(at + 1)));
    }
    for (int at = intervals - 1; at >= 0; at--) {
      path.append('V').append(shown(y(below[at]))).append('H').append(shown(x(at)));
    }
    return path.append('Z').toString();
  }

  private void named(JsonNode line, String colour, int at) {
    int y = TOP + at * 2 * LEGEND_LINE;
    rectangle(LEGEND, y, SWATCH, SWATCH, colour);
    text(LEGEND + SWATCH + 8, y + 12, "start", line.path("label").asString(""));
    String part = shown(line.path("wantedPercent").asDouble(0)) + " % by weight";
    text(LEGEND + SWATCH + 8, y + 12 + LEGEND_LINE - 6, "start", part);
  }

  private void wanted() {
    double edge = 0;
    List<Double> edges = new ArrayList<>();
    for (JsonNode line : shares.path("lines")) {
      edge += line.path("wantedPercent").asDouble(0);
      edges.add(edge);
    }
    edges.subList(0, edges.size() - 1).forEach(at -> line(0, at, intervals, at, "#ffffff", "6 5"));
  }

  private void axes() {
    for (int percent = 0; percent <= ALL; percent += QUARTER) {
      text(LEFT - 8, (int) y(percent) + 4, "end", percent + " %");
    }
    double length = intervals * interval;
    double tick =
        TICKS.stream().filter(step -> length / step <= MOST_TICKS).findFirst().orElse(LONG_TICK);
    while (length / tick > MOST_TICKS) {
      tick *= 2;
    }
    for (int at = 0; at * tick <= length; at++) {
      double seconds = at * tick;
      line(seconds / interval, 0, seconds / interval, -1.5, "#222222", "none");
      text((int) x(seconds / interval), TOP + UP + 22, "middle", Shown.number(seconds));
    }
    line(0, 0, intervals, 0, "#222222", "none");
    text(LEFT + ACROSS / 2, TOP + UP + 44, "middle", "seconds since the first start");
  }

  private void line(
      double fromAt, double from, double toAt, double to, String colour, String dashes) {
    image
        .open(
            "path",
            "d",
            "M" + point(fromAt, from) + " L" + point(toAt, to),
            "stroke",
            colour,
            "stroke-width",
            "1.5",
            "stroke-dasharray",
            dashes,
            "fill",
            "none")
        .close("path");
  }

  private void rectangle(int x, int y, int width, int height, String colour) {
    image
        .open(
            "rect",
            "x",
            Integer.toString(x),
            "y",
            Integer.toString(y),
            "width",
            Integer.toString(width),
            "height",
            Integer.toString(height),
            "fill",
            colour)
        .close("rect");
  }

  private void text(int x, int y, String anchor, String words) {
    image.element(
        "text",
        words,
        "x",
        Integer.toString(x),
        "y",
        Integer.toString(y),
        "text-anchor",
        anchor,
        "font-family",
        "sans-serif",
        "font-size",
        "14",
        "fill",
        "#222222");
  }

  private String point(double at, double percent) {
    return shown(x(at)) + ',' + shown(y(percent));
  }

  private static String shown(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private double x(double at) {
    return LEFT + ACROSS * at / intervals;
  }

  private static double y(double percent) {
    return TOP + UP * (1 - percent / ALL);
  }
}
