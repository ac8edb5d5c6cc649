package io.sluice.crew;

import io.sluice.guard.Guarded;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs what is handed in on the threads of a gang, one after the other, in order. */
public final class Line implements Executor {
  /** So many go in one piece. */
  private static final int MOST = 64;

  private final Gang gang;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  public Line(Gang gang) {
    this.gang = gang;
  }

  /** Of how many it is not known yet that they have run. */
  public int size() {
    return count.get();
  }

  @Override
  public void execute(Runnable command) {
    waiting.add(command);
    if (count.getAndIncrement() == 0) {
      gang.execute(this::runSome);
    }
  }

  private void runSome() {
    int due = Math.min(count.get(), MOST);
    for (int i = 0; i < due; i++) {
      Runnable next = waiting.poll();
      if (next != null) {
        Guarded.run(next);
      }
    }
    if (count.addAndGet(-due) != 0) {
      gang.execute(this::runSome);
    }
  }
}
