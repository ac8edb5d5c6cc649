package io.sluice.crew;

import io.sluice.guard.Guarded;
import java.util.Iterator;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The pieces of one worker, or of somebody else whose pieces must not keep those of others from
 * running. They begin in order, several at once; how many wait is bounded by whoever hands them in.
 */
public final class Gang implements Executor {
  /** Threads of its own, at most. */
  static final int MAX_OWN = 256;

  /** Pieces of one turn; then it is another gang's. */
  private static final int TURN = 256;

  private final Crew crew;
  private final String name;
  private final Queue<Piece> waiting = new ConcurrentLinkedQueue<>();

  /** Turns that it has or is about to have, but for those whose thread is kept by a piece. */
  private final AtomicInteger turns = new AtomicInteger();

  /** Threads that its pieces keep. */
  private final AtomicInteger kept = new AtomicInteger();

  Gang(Crew crew, String name) {
    this.crew = crew;
    this.name = name;
  }

  @Override
  public void execute(Runnable command) {
    Piece piece = command instanceof Piece given ? given : command::run;
    if (crew.isClosed()) {
      Guarded.run(piece);
      return;
    }
    waiting.add(piece);
    begin();
    if (crew.isClosed()) {
      runAll();
    }
  }

  /** Puts a piece into the line; it begins with {@link #begin(int)}, or before. */
  public void add(Piece piece) {
    waiting.add(piece);
  }

  /**
   * Begins what was added. Many pieces at once wake threads once; piece by piece, each may be over
   * before the next is there, and wake one again.
   *
   * @param pieces how many were added
   */
  public void begin(int pieces) {
    for (int i = Math.min(pieces, crew.parallelism()); i > 0; i--) {
      begin();
    }
    if (crew.isClosed()) {
      runAll();
    }
  }

  String name() {
    return name;
  }

  /** Has a turn, if something waits and it has not as many as it may have. */
  void begin() {
    int now;
    do {
      now = turns.get();
      if (now >= crew.parallelism() || waiting.isEmpty()) {
        return;
      }
    } while (!turns.compareAndSet(now, now + 1));
    if (kept.get() == 0) {
      crew.due(this);
    } else if (!crew.startOwn(this)) {
      turns.decrementAndGet(); // the next look tries again
    }
  }

  void runPieces(Runner runner) {
    for (int i = 0; i < TURN; i++) {
      Piece next = waiting.poll();
      if (next == null || !runner.runs(next)) {
        return;
      }
    }
  }

  /** A turn on a shared thread is over. */
  void endsTurn() {
    if (kept.get() == 0 && !waiting.isEmpty()) {
      crew.due(this);
    } else {
      turns.decrementAndGet();
      begin();
    }
  }

  /** Whether a thread of its own has more to do. */
  boolean goesOnHere() {
    if (kept.get() > 0 && !waiting.isEmpty()) {
      return true;
    }
    turns.decrementAndGet();
    begin();
    return false;
  }

  /** A piece keeps a thread. Called by one look at a time. */
  void isKept() {
    kept.incrementAndGet();
    turns.decrementAndGet();
    crew.slow(this);
  }

  /** A piece that had kept a thread has left it. */
  void leftBy() {
    kept.decrementAndGet();
  }

  /**
   * Gives what waits threads of its own, as many again as are kept. True when none is kept any
   * more. Called by one look at a time.
   */
  boolean isQuickAgain() {
    int keeps = kept.get();
    if (keeps == 0) {
      begin();
      return true;
    }
    int wanted = Math.min(MAX_OWN - keeps, Math.max(crew.parallelism(), keeps));
    Iterator<Piece> some = waiting.iterator();
    for (int i = turns.get(); i < wanted && some.hasNext(); i++) {
      some.next();
      turns.incrementAndGet();
      if (!crew.startOwn(this)) {
        turns.decrementAndGet();
        return false;
      }
    }
    return false;
  }

  private void runAll() {
    for (Piece next = waiting.poll(); next != null; next = waiting.poll()) {
      Guarded.run(next);
    }
  }
}
