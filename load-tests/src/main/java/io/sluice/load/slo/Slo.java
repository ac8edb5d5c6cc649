package io.sluice.load.slo;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is asked of a run.
 *
 * @param rule as it was written
 * @param limit in the unit of the figure
 */
public record Slo(String rule, SloFigure figure, Bound bound, double limit) {
  /** Whether the run held it. A figure that the run does not have does not hold. */
  public SloOutcome judge(SloSubject subject) {
    @Nullable Double measured = figure.of(subject);
    boolean met = measured != null && bound.holds(measured, limit);
    return new SloOutcome(rule, measured, limit, figure.unit(), met);
  }
}
