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
  /** Handler start to handler end. */
  RUN,
  /** Planned instant to handler end. */
  E2E;

  /** The name in results. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
