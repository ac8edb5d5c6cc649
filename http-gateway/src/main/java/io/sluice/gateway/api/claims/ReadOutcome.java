package io.sluice.gateway.api.claims;

import io.sluice.gateway.problem.Problem;
import io.sluice.remote.Report;
import org.jspecify.annotations.Nullable;

/**
 * One outcome of a settle: what it reports, or why it is refused.
 *
 * @param id as it was given; empty when there was none
 * @param report null when it is refused
 * @param refused null when it is not
 */
record ReadOutcome(String id, @Nullable Report report, @Nullable Problem refused) {
  static ReadOutcome of(Report report) {
    return new ReadOutcome(report.id().value(), report, null);
  }

  static ReadOutcome refused(String id, Problem why) {
    return new ReadOutcome(id, null, why);
  }
}
