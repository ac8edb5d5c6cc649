package io.sluice.load.measure;

import java.util.concurrent.atomic.AtomicLong;

/** A pass that a test moves on by hand. */
final class CountedProgress implements Progress {
  final AtomicLong tasks = new AtomicLong();
  private final Latencies latencies = new Latencies();

  void oneMore() {
    tasks.incrementAndGet();
    latencies.record(Stage.E2E, tasks.get());
  }

  @Override
  public long offered() {
    return tasks.get();
  }

  @Override
  public long sent() {
    return tasks.get();
  }

  @Override
  public long acknowledged() {
    return tasks.get();
  }

  @Override
  public long completed() {
    return tasks.get();
  }

  @Override
  public Latencies latencies() {
    return latencies;
  }
}
