package io.sluice.crew;

import io.sluice.guard.Guarded;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One thread at work. Whether a piece keeps it is decided by who looks; the runner finds out when
 * the piece has ended.
 */
final class Runner implements Runnable {
  private static final int BETWEEN = 0;
  private static final int IN_TURN = 1;
  private static final int KEPT = 2;

  private final Crew crew;
  private final @Nullable Gang own;
  private final AtomicInteger stage = new AtomicInteger(BETWEEN);
  private final AtomicReference<@Nullable Piece> piece = new AtomicReference<>();

  /** Pieces begun, so that a look can tell whether it is the same one still. */
  private final AtomicLong begun = new AtomicLong();

  private long pieces;
  private volatile @Nullable Gang gang;
  private volatile @Nullable Thread thread;
  private volatile boolean leaves;
  private volatile int turns;

  // Touched by one look at a time.

  private long seen = -1;
  private int seenTurns = -1;
  private long sinceNanos;

  /**
   * @param own the one gang that it is for; null for all
   */
  Runner(Crew crew, @Nullable Gang own) {
    this.crew = crew;
    this.own = own;
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    crew.runs(this);
    try {
      if (own == null) {
        runShared();
      } else {
        runOwn(own);
      }
    } finally {
      crew.ended(this);
    }
  }

  private void runShared() {
    for (Gang next = crew.next(); next != null; next = crew.next()) {
      if (turn(next)) {
        next.endsTurn();
      } else {
        next.begin();
        if (!crew.takesBack()) {
          return;
        }
      }
    }
  }

  private void runOwn(Gang only) {
    boolean goesOn = true;
    while (goesOn) {
      if (turn(only)) {
        goesOn = only.goesOnHere();
      } else {
        only.begin();
        goesOn = false;
      }
    }
    crew.ownEnded();
  }

  /** False when a piece has kept the thread, so that others have gone on without it. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // by this thread alone
  private boolean turn(Gang next) {
    gang = next;
    leaves = false;
    turns++;
    stage.set(IN_TURN);
    next.runPieces(this);
    if (stage.compareAndSet(IN_TURN, BETWEEN)) {
      return true;
    }
    stage.set(BETWEEN);
    next.leftBy();
    return false;
  }

  /** Runs it, and tells whether there may be another in this turn. */
  boolean runs(Piece next) {
    piece.lazySet(next);
    begun.lazySet(++pieces);
    Guarded.run(next);
    return stage.get() == IN_TURN && !leaves;
  }

  /** Takes the thread from the turn if its piece is the one of the look before. */
  boolean isKept(long now) {
    long last = begun.get();
    if (last != seen) {
      seen = last;
      sinceNanos = now;
      return false;
    }
    Gang of = gang;
    if (of == null || !stage.compareAndSet(IN_TURN, KEPT)) {
      return false;
    }
    of.isKept();
    return own == null;
  }

  /** A turn of many pieces ends with the next when others wait. */
  void leaveIfLong() {
    int last = turns;
    leaves = last == seenTurns;
    seenTurns = last;
  }

  void tellIfKept(long now, Set<String> keeping, Set<String> told, Crew.Witness witness) {
    Gang of = gang;
    Piece runs = piece.get();
    Thread on = thread;
    if (of == null || runs == null || on == null || stage.get() != KEPT) {
      return;
    }
    Duration since = Duration.ofNanos(now - sinceNanos);
    String name = of.name() + " " + runs.name();
    if (since.compareTo(Crew.TOLD_AFTER) >= 0 && keeping.add(name) && !told.contains(name)) {
      witness.keeps(of.name(), runs.name(), on.getName(), since);
    }
  }
}
