package io.sluice.worker;

import io.sluice.guard.Guarded;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import reactor.core.scheduler.Scheduler;
import reactor.util.concurrent.Queues;

/**
 * Runs work on the threads of a scheduler, as many pieces per hop as wait by then: a hop for each
 * costs more than a short run. In turn over as many strands as there are threads; what is handed in
 * is bounded by whoever hands it in.
 */
final class Strands {
  private final List<Strand> strands;
  private final AtomicInteger next = new AtomicInteger();

  Strands(Scheduler scheduler, int count) {
    strands = Stream.generate(() -> new Strand(scheduler.createWorker())).limit(count).toList();
  }

  void execute(Runnable piece) {
    strands.get(Math.floorMod(next.getAndIncrement(), strands.size())).execute(piece);
  }

  /** One at a time, in order. */
  private static final class Strand implements Runnable {
    private final Scheduler.Worker thread;
    private final Queue<Runnable> waiting = Queues.<Runnable>unboundedMultiproducer().get();
    private final AtomicInteger pieces = new AtomicInteger();

    private Strand(Scheduler.Worker thread) {
      this.thread = thread;
    }

    private void execute(Runnable piece) {
      waiting.add(piece);
      if (pieces.getAndIncrement() == 0) {
        thread.schedule(this);
      }
    }

    /** Runs what waits now and then lets others have the thread, timers among them. */
    @Override
    public void run() {
      int due = pieces.get();
      for (int i = 0; i < due; i++) {
        Runnable piece = waiting.poll();
        if (piece != null) {
          Guarded.run(piece);
        }
      }
      if (pieces.addAndGet(-due) != 0) {
        thread.schedule(this);
      }
    }
  }
}
