package io.sluice.load.slo;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A figure of a run as a whole. */
public enum RunFigure implements SloFigure {
  ENQUEUED("/s", SloSubject::enqueuedPerSecond),
  COMPLETED("/s", SloSubject::completedPerSecond),
  /** A task. */
  REDIS_CPU("us", SloSubject::redisCpuMicrosPerTask),
  LOST("", subject -> (double) subject.lost()),
  DOUBLED("", subject -> (double) subject.doubled());

  private final String unit;
  private final Function<SloSubject, @Nullable Double> value;

  RunFigure(String unit, Function<SloSubject, @Nullable Double> value) {
    this.unit = unit;
    this.value = value;
  }

  @Override
  public @Nullable Double of(SloSubject subject) {
    return value.apply(subject);
  }

  @Override
  public String unit() {
    return unit;
  }
}
