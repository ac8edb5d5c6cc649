package io.sluice.load.scenario;

import io.sluice.load.measure.Latencies;
import io.sluice.load.measure.Progress;
import io.sluice.load.traffic.Journey;
import java.util.function.ToLongFunction;

/** Several passes, one after the other, for someone who looks on. */
final class Passes implements Progress {
  private volatile Journey current = Journey.NONE;
  private volatile long sent;
  private volatile long offered;
  private volatile long acknowledged;
  private volatile long completed;

  /** The pass before is over; from now on it is this one. Called by one thread at a time. */
  void next(Journey way) {
    Journey before = current;
    long sentBefore = sent + before.sent();
    long offeredBefore = offered + before.offered();
    long acknowledgedBefore = acknowledged + before.acknowledged();
    long completedBefore = completed + before.completed();
    current = way;
    sent = sentBefore;
    offered = offeredBefore;
    acknowledged = acknowledgedBefore;
    completed = completedBefore;
  }

  @Override
  public long offered() {
    return sum(offered, Journey::offered);
  }

  @Override
  public long sent() {
    return sum(sent, Journey::sent);
  }

  @Override
  public long acknowledged() {
    return sum(acknowledged, Journey::acknowledged);
  }

  @Override
  public long completed() {
    return sum(completed, Journey::completed);
  }

  @Override
  public Latencies latencies() {
    return current.latencies();
  }

  private long sum(long before, ToLongFunction<Journey> figure) {
    return before + figure.applyAsLong(current);
  }
}
