package io.sluice.task.view;

import java.time.Duration;

/** The steps in which the past of a queue is kept, each for as long as it has points. */
public enum HistoryStep {
  /** For five minutes. */
  SECOND(Duration.ofSeconds(1), 300),
  /** For an hour. */
  TEN_SECONDS(Duration.ofSeconds(10), 360),
  /** For a day. */
  MINUTE(Duration.ofMinutes(1), 1440);

  private final Duration length;
  private final int points;

  HistoryStep(Duration length, int points) {
    this.length = length;
    this.points = points;
  }

  /** How long a step is. */
  public Duration length() {
    return length;
  }

  /** How many steps are kept. */
  public int points() {
    return points;
  }
}
