package io.sluice.load.traffic;

import io.sluice.load.measure.Latencies;
import io.sluice.load.measure.Stage;
import io.sluice.load.pace.Rate;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Mono;

/**
 * A flood in one queue and a trickle in one or more others, each with a worker of its own on one
 * engine. The latency of the result is that of the trickle: how much it is held up by the flood.
 */
public final class Tenants implements Traffic {
  public static final int MOST_QUIET = 1_000;

  private static final int NOISY = 0;

  private final String name;
  private final int quietQueues;
  private final int every;
  private final Duration handler;
  private final Count noisy = new Count();
  private final Count quiet = new Count();
  private final Latencies flood = new Latencies();

  private static final class Count {
    final LongAdder accepted = new LongAdder();
    final LongAdder ended = new LongAdder();

    /** Before the last send was due: what ends later was not held up by the flood any more. */
    final LongAdder endedInTime = new LongAdder();

    Map<String, Object> told() {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("accepted", accepted.sum());
      told.put("ended", ended.sum());
      told.put("endedInTime", endedInTime.sum());
      told.put(
          "shareInTime", accepted.sum() == 0 ? 0 : (double) endedInTime.sum() / accepted.sum());
      return told;
    }
  }

  private Tenants(String name, int quietQueues, int every, Duration handler) {
    this.name = name;
    this.quietQueues = quietQueues;
    this.every = every;
    this.handler = handler;
  }

  /** One urgent queue beside the flood. */
  public static Tenants priority(Rate flood, Rate urgent, Duration handler) {
    return new Tenants("priority", 1, every(flood, urgent.perSecond(), "--urgent-rate"), handler);
  }

  /** Quiet tenants beside a noisy one. */
  public static Tenants fair(Rate noisy, int quietQueues, Rate quiet, Duration handler) {
    if (quietQueues < 1 || quietQueues > MOST_QUIET) {
      throw new IllegalArgumentException(
          "--quiet must be 1 to " + MOST_QUIET + ", is " + quietQueues);
    }
    double all = quiet.perSecond() * quietQueues;
    return new Tenants("fair", quietQueues, every(noisy, all, "--quiet-rate"), handler);
  }

  /** Of so many sends one is of the trickle. */
  private static int every(Rate flood, double trickle, String option) {
    int every = (int) Math.round((flood.perSecond() + trickle) / trickle);
    if (every < 2) {
      throw new IllegalArgumentException(
          "the trickle ("
              + trickle
              + " a second over all its queues) must be less than the flood ("
              + flood.perSecond()
              + "): lower "
              + option);
    }
    return every;
  }

  /** The rate of flood and trickle together. */
  public Rate total(Rate flood) {
    return new Rate(flood.perSecond() * every / (every - 1));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<Integer> slots(int concurrency) {
    return Collections.nCopies(1 + quietQueues, concurrency);
  }

  @Override
  public int queueOf(int sequence) {
    return watched(sequence) ? 1 + sequence / every % quietQueues : NOISY;
  }

  @Override
  public boolean watched(int sequence) {
    return sequence % every == 0;
  }

  @Override
  public Mono<Void> work(Journey way, int sequence) {
    return Pause.of(handler);
  }

  @Override
  public void accepted(Journey way, int sequence) {
    if (way.measured()) {
      count(sequence).accepted.increment();
    }
  }

  @Override
  public void ended(Journey way, int sequence, long now) {
    if (!way.measured()) {
      return;
    }
    Count count = count(sequence);
    count.ended.increment();
    if (way.elapsed(now) <= way.feed().length().toNanos()) {
      count.endedInTime.increment();
    }
    if (!watched(sequence)) {
      flood.record(Stage.E2E, now - way.dueAt(sequence));
    }
  }

  @Override
  public Map<String, ?> figures(Course course) {
    Map<String, Object> loud = noisy.told();
    loud.put("e2eMs", Told.latency(flood, Stage.E2E));
    Map<String, Object> low = quiet.told();
    low.put("queues", quietQueues);
    return Map.of(name, Map.of("flood", loud, "trickle", low));
  }

  private Count count(int sequence) {
    return watched(sequence) ? quiet : noisy;
  }
}
