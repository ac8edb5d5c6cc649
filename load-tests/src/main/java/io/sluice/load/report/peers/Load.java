package io.sluice.load.report.peers;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What each peer is given to do. */
public enum Load {
  CLOSED("enqueue one by one and run at once, 1,024 callers"),
  DRAIN("run and settle from a backlog (CPU: the whole cycle)"),
  RATE_100("100 tasks/s by plan"),
  RATE_5K("5,000 tasks/s by plan");

  private final String title;

  Load(String title) {
    this.title = title;
  }

  /** What it is, for people. */
  public String title() {
    return title;
  }

  /** Its name in results and folders. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The load of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public static Load of(String text) {
    return Arrays.stream(values())
        .filter(load -> load.wireName().equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "load '"
                        + text
                        + "' is none: take some of "
                        + Arrays.stream(values())
                            .map(Load::wireName)
                            .collect(Collectors.joining(", "))));
  }

  /** What is told of it. */
  List<Measure> measures() {
    return switch (this) {
      case CLOSED, DRAIN -> List.of(Measure.COMPLETED, Measure.REDIS_CPU, Measure.CLIENT_CPU);
      // As many as are sent, unless it cannot keep up.
      case RATE_100, RATE_5K -> List.of(Measure.values());
    };
  }
}
