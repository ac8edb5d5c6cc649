package io.sluice.load.traffic;

import io.sluice.load.pace.Rate;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * In the middle third of the run the worker is slower than tasks arrive: a backlog grows, and must
 * be gone at the end.
 */
public final class SlowConsumer implements Traffic {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int THIRDS = 3;

  /** Of what arrives, the part that a worker takes while it is slow, unless slots are given. */
  private static final double SLOW_PART = 0.5;

  private static final long NOT_YET = -1;

  private final Duration handler;
  private final int slots;
  private final LongAccumulator peak = new LongAccumulator(Math::max, 0);
  private final AtomicLong drainedAt = new AtomicLong(NOT_YET);

  /**
   * @param handler how long a task runs while the worker is slow
   * @param slots of the worker; null for as many as are half of what would be needed
   */
  public SlowConsumer(Rate rate, Duration handler, @Nullable Integer slots) {
    double needed = rate.perSecond() * handler.toNanos() / NANOS_PER_SECOND;
    if (handler.isZero()) {
      throw new IllegalArgumentException("slow-consumer needs a --handler, like 20ms");
    }
    this.handler = handler;
    this.slots = slots == null ? Math.max(1, (int) (needed * SLOW_PART)) : slots;
    if (this.slots >= needed) {
      throw new IllegalArgumentException(
          this.slots
              + " slots with --handler "
              + handler.toMillis()
              + "ms are no slower than "
              + rate.perSecond()
              + " tasks a second: raise --handler or --rate, or lower --concurrency");
    }
  }

  @Override
  public String name() {
    return "slow-consumer";
  }

  @Override
  public List<Integer> slots(int concurrency) {
    return List.of(slots);
  }

  @Override
  public Mono<Void> work(Journey way, int sequence) {
    return way.measured() && slow(way, System.nanoTime()) ? Pause.of(handler) : Mono.empty();
  }

  @Override
  public void accepted(Journey way, int sequence) {
    if (way.measured()) {
      peak.accumulate(way.backlog());
    }
  }

  /** Drained is when no more waits than the worker holds anyway. */
  @Override
  public void ended(Journey way, int sequence, long now) {
    if (way.measured()
        && drainedAt.get() == NOT_YET
        && third(way, now) == THIRDS - 1
        && way.backlog() <= slots) {
      drainedAt.compareAndSet(NOT_YET, way.elapsed(now));
    }
  }

  @Override
  public Map<String, ?> figures(Course course) {
    double third = course.way().feed().length().toNanos() / NANOS_PER_SECOND / THIRDS;
    Map<String, Object> figures = new LinkedHashMap<>();
    figures.put("slots", slots);
    figures.put("handlerMs", handler.toMillis());
    figures.put("slowFromSeconds", third);
    figures.put("slowToSeconds", third * (THIRDS - 1));
    figures.put("peakBacklog", peak.get());
    if (drainedAt.get() != NOT_YET) {
      double drained = drainedAt.get() / NANOS_PER_SECOND;
      figures.put("drainedAfterSeconds", drained - third * (THIRDS - 1));
    }
    return Map.of("slowConsumer", figures);
  }

  private boolean slow(Journey way, long now) {
    return third(way, now) == 1;
  }

  /** Which third of the plan it is; the last one goes on after the plan. */
  private static long third(Journey way, long now) {
    long length = Math.max(1, way.feed().length().toNanos());
    return Math.min(THIRDS - 1, way.elapsed(now) * THIRDS / length);
  }
}
