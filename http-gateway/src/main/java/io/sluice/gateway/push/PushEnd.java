package io.sluice.gateway.push;

import io.sluice.remote.Report;
import java.time.Duration;

/** How a request for a task ended. */
sealed interface PushEnd {
  /** For meters. */
  default String word() {
    return "later";
  }

  /**
   * The run is over.
   *
   * @param rest for how long the target is to be left alone; zero for not at all
   */
  record Settled(Report.Ended ended, Duration rest) implements PushEnd {
    Settled(Report.Ended ended) {
      this(ended, Duration.ZERO);
    }

    @Override
    public String word() {
      if (ended instanceof Report.Ended.Succeeded) {
        return "succeeded";
      }
      if (ended instanceof Report.Ended.Hopeless) {
        return "dead";
      }
      return ended instanceof Report.Ended.Failed ? "failed" : "held";
    }
  }

  /** The target goes on, and tells by the token how it ends. */
  record Later() implements PushEnd {}

  /** The claim is over: whatever comes of the request, nobody wants to know. */
  record Lost() implements PushEnd {}

  /** It ended elsewhere, or it is somebody else's by now. */
  record Elsewhere() implements PushEnd {}
}
