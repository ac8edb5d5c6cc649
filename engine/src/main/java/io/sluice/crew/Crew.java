package io.sluice.crew;

import io.sluice.guard.Guarded;
import io.sluice.loop.Timers;
import java.time.Duration;
import java.util.HashSet;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;

/**
 * The threads on which code of users runs: handlers, interceptors, codecs, rules, listeners, and
 * whatever is built on what the engine answers.
 *
 * <p>Who has something to run is a {@link Gang}. Gangs take turns on as many threads as there are
 * processors, many pieces in a turn, since a hop for each costs more than a short piece. A piece is
 * to leave its thread soon. When one has not by the second look, another thread takes the place of
 * the one that it keeps, and what waits behind it in its gang goes on threads of the gang's own,
 * twice as many with each look, until all its pieces leave their threads soon again. So who keeps
 * threads is slow himself, and nobody else is.
 */
public final class Crew {
  /** How often it is looked who keeps a thread. */
  static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** After so long it is told. */
  public static final Duration TOLD_AFTER = Duration.ofSeconds(3);

  /** Of all gangs together. What would need more waits for one of these. */
  static final int MAX_THREADS = 1024;

  /** So many of them are left for turns on shared threads. */
  static final int SHARED_RESERVE = 128;

  private static final Duration IDLE_THREAD = Duration.ofSeconds(30);

  /** Hears once of pieces of a name that keep threads, until the last of them has left its own. */
  @FunctionalInterface
  public interface Witness {
    void keeps(String gang, String piece, String thread, Duration since);
  }

  private final int parallelism = Runtime.getRuntime().availableProcessors();
  private final Queue<Gang> due = new ConcurrentLinkedQueue<>();
  private final Set<Runner> runners = ConcurrentHashMap.newKeySet();
  private final ThreadPoolExecutor threads;
  private final BlockingThreads blocking = new BlockingThreads();
  private final Disposable looking;

  /** Runners that gangs share. */
  private final AtomicInteger shared = new AtomicInteger();

  /** Of these, whose thread is kept by a piece. */
  private final AtomicInteger kept = new AtomicInteger();

  /** Runners that are for one gang. */
  private final AtomicInteger own = new AtomicInteger();

  private volatile Witness witness = (gang, piece, thread, since) -> {};
  private volatile boolean closed;

  // Touched by one look at a time.

  private final Set<Gang> slow = new HashSet<>();
  private Set<String> told = Set.of();

  public Crew() {
    this.threads =
        new ThreadPoolExecutor(
            0,
            MAX_THREADS,
            IDLE_THREAD.toMillis(),
            TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            new CrewThreads());
    this.looking =
        Timers.scheduler()
            .schedulePeriodically(
                () -> Guarded.run(this::look),
                LOOK_EVERY.toMillis(),
                LOOK_EVERY.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  /**
   * Somebody who has pieces to run.
   *
   * @param name for a warning
   */
  public Gang gang(String name) {
    return new Gang(this, name);
  }

  /** Who hears of pieces that keep their thread for longer than {@link #TOLD_AFTER}. */
  public void tells(Witness value) {
    witness = value;
  }

  /** For handlers that block. */
  public BlockingThreads blocking() {
    return blocking;
  }

  /** What is handed in from now on runs where it is handed in. */
  public void close() {
    closed = true;
    looking.dispose();
    threads.shutdown();
    blocking.close();
  }

  boolean isClosed() {
    return closed;
  }

  int parallelism() {
    return parallelism;
  }

  /** The gang has a turn on the threads that are shared. */
  void due(Gang gang) {
    due.add(gang);
    startShared();
  }

  /** Gives a gang a thread of its own; false when there is none. */
  boolean startOwn(Gang gang) {
    if (own.incrementAndGet() <= MAX_THREADS - SHARED_RESERVE && start(new Runner(this, gang))) {
      return true;
    }
    own.decrementAndGet();
    return false;
  }

  void ownEnded() {
    own.decrementAndGet();
  }

  /** Its pieces keep threads. */
  void slow(Gang gang) {
    slow.add(gang);
  }

  /** The gang whose turn it is, or null; then the shared runner who asks is none any more. */
  @Nullable Gang next() {
    Gang next = due.poll();
    if (next == null) {
      shared.decrementAndGet();
      if (!due.isEmpty()) {
        startShared();
      }
    }
    return next;
  }

  /** A shared runner has its thread again; false when there are enough without it. */
  boolean takesBack() {
    kept.decrementAndGet();
    int now;
    do {
      now = shared.get();
      if (now <= parallelism + kept.get()) {
        return true;
      }
    } while (!shared.compareAndSet(now, now - 1));
    return false;
  }

  void runs(Runner runner) {
    runners.add(runner);
  }

  void ended(Runner runner) {
    runners.remove(runner);
  }

  private void startShared() {
    int now;
    do {
      now = shared.get();
      if (now >= parallelism + kept.get()) {
        return;
      }
    } while (!shared.compareAndSet(now, now + 1));
    if (!start(new Runner(this, null))) {
      shared.decrementAndGet(); // the next look tries again
    }
  }

  private boolean start(Runner runner) {
    try {
      threads.execute(runner);
      return true;
    } catch (RejectedExecutionException full) {
      return false;
    }
  }

  private void look() {
    long now = System.nanoTime();
    Set<String> keeping = new HashSet<>();
    boolean othersWait = !due.isEmpty();
    for (Runner runner : runners) {
      if (runner.isKept(now)) {
        kept.incrementAndGet();
      }
      if (othersWait) {
        runner.leaveIfLong();
      }
      runner.tellIfKept(now, keeping, told, witness);
    }
    told = keeping;
    slow.removeIf(Gang::isQuickAgain);
    if (!due.isEmpty()) {
      startShared();
    }
  }
}
