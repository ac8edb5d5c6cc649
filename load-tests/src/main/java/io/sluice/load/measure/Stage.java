package io.sluice.load.measure;

import java.util.Locale;

/** A stretch of a task's way that is timed. */
public enum Stage {
  /** Planned instant to acknowledgement. */
  ENQUEUE,
  /** Acknowledgement to handler start; zero when the handler was faster than the reply. */
  WAIT,
  /** Planned instant to handler start. */
  START,
  /**
   * The call to handler start: the former without the lateness of the generator's timer, which at
   * low rates is as long as the rest. Blind to stalls; for comparing with others' figures.
   */
  PICKUP,
  /** Handler start to handler end. */
  RUN,
  /** Planned instant to handler end. */
  E2E,
  /** Planned instant to the answer over HTTP. */
  HTTP;

  /** The name in results. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
