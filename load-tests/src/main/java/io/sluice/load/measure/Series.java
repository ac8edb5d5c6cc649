package io.sluice.load.measure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The moments of one pass as they come. Not thread-safe; the sampler's signals are serial. */
final class Series {
  /** More than a day of seconds. What comes later is in the totals and not in the timeline. */
  static final int MOST_MOMENTS = 100_000;

  /**
   * The part of an interval below which a last one is added to the one before: a rate over next to
   * nothing says nothing.
   */
  private static final int SHORTEST_PART = 5;

  /** The first of these that has any is what an onlooker is told. */
  private static final List<Stage> LONGEST_WAYS = List.of(Stage.E2E, Stage.HTTP, Stage.ENQUEUE);

  private final Progress progress;
  private final Duration every;
  private final long start;
  private final List<Moment> moments = new ArrayList<>();
  private Reading before;
  private Reading latest;

  Series(Progress progress, Duration every, Optional<Usage> usage) {
    this.progress = progress;
    this.every = every;
    this.latest = Reading.of(progress, usage.orElse(null));
    this.before = latest;
    this.start = latest.nanoTime();
  }

  /** Ends an interval. */
  Glance next(Optional<Usage> usage) {
    Reading now = Reading.of(progress, usage.orElse(null));
    Moment moment = now.since(latest, start, progress.latencies().interval());
    before = latest;
    latest = now;
    add(moment);
    return new Glance(moment, soFar());
  }

  /** Ends the last interval. */
  Timeline end(Optional<Usage> usage) {
    Duration rest = Duration.ofNanos(System.nanoTime() - latest.nanoTime());
    if (moments.isEmpty() || rest.compareTo(every.dividedBy(SHORTEST_PART)) >= 0) {
      next(usage);
    } else {
      extend(usage);
    }
    return new Timeline(every, moments);
  }

  private void extend(Optional<Usage> usage) {
    Map<Stage, LatencySummary> latency = progress.latencies().extendInterval();
    moments.remove(moments.size() - 1);
    add(Reading.of(progress, usage.orElse(null)).since(before, start, latency));
  }

  private void add(Moment moment) {
    if (moments.size() < MOST_MOMENTS) {
      moments.add(moment);
    }
  }

  private @Nullable LatencySummary soFar() {
    return LONGEST_WAYS.stream()
        .map(progress.latencies()::soFar)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
