package io.sluice.store.history;

/** What was recorded of several queues, to be recorded of all of them together. Not thread-safe. */
public final class Sum {
  private long accepted;
  private long succeeded;
  private long retried;
  private long dead;
  private final long[] waits = new long[Buckets.COUNT];
  private final long[] runs = new long[Buckets.COUNT];

  public void add(Recorded queue) {
    accepted += queue.accepted();
    succeeded += queue.succeeded();
    retried += queue.retried();
    dead += queue.dead();
    Buckets.read(queue.latencies().waits(), waits);
    Buckets.read(queue.latencies().runs(), runs);
  }

  public long accepted() {
    return accepted;
  }

  public long succeeded() {
    return succeeded;
  }

  public long retried() {
    return retried;
  }

  public long dead() {
    return dead;
  }

  public Latencies.Taken latencies() {
    return new Latencies.Taken(text(waits), text(runs));
  }

  private static String text(long[] counts) {
    StringBuilder text = new StringBuilder();
    for (int bucket = 0; bucket < counts.length; bucket++) {
      if (counts[bucket] > 0) {
        Buckets.write(text, bucket, counts[bucket]);
      }
    }
    return text.toString();
  }
}
