package io.sluice.load.bare;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Group commit: what comes while calls are under way goes with the next call. */
final class Batches<T> {
  /** Items of one call. */
  private static final int MOST_ITEMS = 256;

  private static final int CALLS_AT_ONCE = 2;

  private final BlockingQueue<T> waiting;
  private final Semaphore calls = new Semaphore(CALLS_AT_ONCE);
  private final Function<List<T>, CompletionStage<?>> call;

  /**
   * @param room items that may wait; whoever adds more than that is refused
   * @param call never throws; an error is told to the items by itself
   */
  Batches(int room, Function<List<T>, CompletionStage<?>> call) {
    this.waiting = new ArrayBlockingQueue<>(room);
    this.call = call;
  }

  /** Whether there was room for it. */
  boolean offer(T item) {
    boolean taken = waiting.offer(item);
    pump();
    return taken;
  }

  private void pump() {
    while (!waiting.isEmpty() && calls.tryAcquire()) {
      List<T> batch = new ArrayList<>(MOST_ITEMS);
      if (waiting.drainTo(batch, MOST_ITEMS) == 0) {
        calls.release();
      } else {
        CompletionStage<?> unused =
            call.apply(batch)
                .whenComplete(
                    (done, error) -> {
                      calls.release();
                      pump();
                    });
      }
    }
  }
}
