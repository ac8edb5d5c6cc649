package io.sluice.load.slo;

import org.jspecify.annotations.Nullable;

/** A figure of a run that can be asked for. */
public interface SloFigure {
  /** Null when the run has none. */
  @Nullable Double of(SloSubject subject);

  /** What the number counts; empty for a plain count. */
  String unit();
}
