package io.sluice.load.slo;

import org.jspecify.annotations.Nullable;

/** A figure of a run as a whole. */
public enum RunFigure implements SloFigure {
  ENQUEUED,
  COMPLETED,
  /** A task. */
  REDIS_CPU,
  LOST,
  DOUBLED;

  @Override
  public @Nullable Double of(SloSubject subject) {
    return switch (this) {
      case ENQUEUED -> subject.enqueuedPerSecond();
      case COMPLETED -> subject.completedPerSecond();
      case REDIS_CPU -> subject.redisCpuMicrosPerTask();
      case LOST -> (double) subject.lost();
      case DOUBLED -> (double) subject.doubled();
    };
  }

  @Override
  public String unit() {
    return switch (this) {
      case ENQUEUED, COMPLETED -> "/s";
      case REDIS_CPU -> "us";
      case LOST, DOUBLED -> "";
    };
  }
}
