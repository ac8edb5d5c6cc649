package io.sluice.load.scenario;

import io.sluice.load.traffic.Journey;
import io.sluice.load.traffic.Traffic;
import io.sluice.task.enqueue.NewTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;

/** Counts how many tasks are on their way at once. */
final class InFlightWatch implements Traffic {
  private final AtomicInteger now = new AtomicInteger();
  private final LongAccumulator most = new LongAccumulator(Math::max, 0);

  int most() {
    return most.intValue();
  }

  @Override
  public String name() {
    return "watched";
  }

  @Override
  public NewTask<byte[], byte[]> task(int sequence, NewTask<byte[], byte[]> plain) {
    most.accumulate(now.incrementAndGet());
    return plain;
  }

  @Override
  public void ended(Journey way, int sequence, long at) {
    now.decrementAndGet();
  }
}
