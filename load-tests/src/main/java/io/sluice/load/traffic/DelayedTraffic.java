package io.sluice.load.traffic;

import io.sluice.task.enqueue.NewTask;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import reactor.core.publisher.Mono;

/**
 * Tasks that are due some time after they are sent. Their latency counts from then: it is how late
 * they are. None may be early.
 */
public final class DelayedTraffic implements Traffic {
  /** Redis counts in milliseconds: one may be cut off when it takes the task, another when due. */
  private static final long GRAIN_NANOS = Duration.ofMillis(2).toNanos();

  private final Duration delay;
  private final Duration handler;
  private final LongAdder early = new LongAdder();

  public DelayedTraffic(Duration delay, Duration handler) {
    this.delay = Pause.checked("--delay", delay);
    this.handler = handler;
    if (delay.isZero()) {
      throw new IllegalArgumentException("--delay must be more than 0");
    }
  }

  @Override
  public String name() {
    return "delayed";
  }

  @Override
  public Duration delay() {
    return delay;
  }

  @Override
  public NewTask<byte[], byte[]> task(int sequence, NewTask<byte[], byte[]> plain) {
    return plain.delay(delay);
  }

  /** By the send and not by the plan: Redis counts the delay from when it has the task. */
  @Override
  public Mono<Void> work(Journey way, int sequence) {
    long sentAt = way.covers(sequence) ? way.sentAt(sequence) : InFlight.UNKNOWN;
    if (sentAt != InFlight.UNKNOWN && System.nanoTime() - sentAt < delay.toNanos() - GRAIN_NANOS) {
      early.increment();
    }
    return Pause.of(handler);
  }

  @Override
  public Map<String, ?> figures(Course course) {
    return Map.of("delayed", Map.of("delayMs", delay.toMillis(), "early", early.sum()));
  }

  @Override
  public List<String> problems(Course course) {
    return early.sum() == 0 ? List.of() : List.of(early.sum() + " tasks ran before they were due");
  }
}
