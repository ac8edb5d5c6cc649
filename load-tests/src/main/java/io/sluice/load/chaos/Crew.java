package io.sluice.load.chaos;

import io.sluice.load.fault.Fault;
import io.sluice.load.fault.Signal;
import java.io.File;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The workers of a run, always as many: for each that ends another one is started, until the crew
 * is told to finish.
 */
final class Crew implements AutoCloseable {
  /** The exit code of a worker that ran a poisonous task. */
  static final int POISONED = 86;

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** One that goes leaves another one to take over: else the start of a JVM would be timed. */
  private static final int LEAST_ABLE = 2;

  private static final int LOOK_MILLIS = 20;

  /** A worker is stopped for a session, and for as long as its tasks need to be seen elsewhere. */
  private static final int SHORTEST_EXTRA_MILLIS = 1_000;

  private static final int LONGEST_EXTRA_MILLIS = 4_000;

  private final WorkerMain.Orders orders;
  private final File log;
  private final List<History> histories;
  private final Readiness readiness;
  private final FaultLog faults;
  private final SplittableRandom random;
  private final Map<Integer, WorkerProcess> workers = new ConcurrentHashMap<>();
  private final Map<Integer, Long> pids = new ConcurrentHashMap<>();
  private final Set<Integer> doomed = ConcurrentHashMap.newKeySet();
  private final Set<Integer> frozen = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService thaw =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "thaw-workers");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicInteger poisoned = new AtomicInteger();
  private final List<String> problems = new ArrayList<>();
  private volatile boolean finishing;
  private volatile int size;

  /**
   * Where the notes of workers, and of what befell them, go.
   *
   * @param histories of the stages, in their order
   */
  record Books(List<History> histories, Readiness readiness, FaultLog faults) {
    Books {
      histories = List.copyOf(histories);
    }
  }

  Crew(WorkerMain.Orders orders, File log, Books books, long seed) {
    this.orders = orders;
    this.log = log;
    this.histories = books.histories();
    this.readiness = books.readiness();
    this.faults = books.faults();
    this.random = new SplittableRandom(seed);
  }

  /** Starts so many, and waits until all work. */
  void start(int wanted) throws InterruptedException {
    size = wanted;
    List<WorkerProcess> first = new ArrayList<>();
    for (int i = 0; i < wanted; i++) {
      first.add(add());
    }
    for (WorkerProcess worker : first) {
      worker.awaitWorking(LIMIT);
    }
  }

  /** Process ids by the numbers of workers, of all that there ever were. */
  Map<Integer, Long> pids() {
    return new HashMap<>(pids);
  }

  /** How many poisonous tasks were run. */
  int poisoned() {
    return poisoned.get();
  }

  synchronized List<String> problems() {
    return List.copyOf(problems);
  }

  /** Lets it happen to a worker that works now, whichever the draw finds. */
  void happen(Fault fault) throws InterruptedException {
    WorkerProcess worker = drawn();
    switch (fault) {
      case KILL_WORKERS -> kill(worker);
      case TERM_WORKERS -> term(worker);
      case STOP_WORKERS -> stop(worker);
      default -> throw new IllegalArgumentException(fault + " is none of workers");
    }
  }

  private void kill(WorkerProcess worker) {
    doomed.add(worker.number());
    long at = System.currentTimeMillis();
    faults.add(new FaultLog.Happened(Fault.KILL_WORKERS, worker.number(), at, at));
    worker.kill();
  }

  private void term(WorkerProcess worker) {
    doomed.add(worker.number());
    long at = System.currentTimeMillis();
    faults.add(new FaultLog.Happened(Fault.TERM_WORKERS, worker.number(), at, at));
    worker.signal(Signal.TERM);
  }

  private void stop(WorkerProcess worker) {
    long from = System.currentTimeMillis();
    long millis =
        orders.session().toMillis() + random.nextLong(SHORTEST_EXTRA_MILLIS, LONGEST_EXTRA_MILLIS);
    frozen.add(worker.number());
    readiness.gone(worker.number());
    worker.signal(Signal.STOP);
    faults.add(new FaultLog.Happened(Fault.STOP_WORKERS, worker.number(), from, from + millis));
    var unused = thaw.schedule(() -> thaw(worker), millis, TimeUnit.MILLISECONDS);
  }

  private void thaw(WorkerProcess worker) {
    worker.signal(Signal.CONT);
    frozen.remove(worker.number());
  }

  private WorkerProcess drawn() throws InterruptedException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (System.nanoTime() < end) {
      List<WorkerProcess> able =
          workers.values().stream()
              .filter(WorkerProcess::isWorking)
              .filter(worker -> !doomed.contains(worker.number()))
              .filter(worker -> !frozen.contains(worker.number()))
              .toList();
      if (able.size() >= Math.min(LEAST_ABLE, size)) {
        return able.get(random.nextInt(able.size()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    throw new IllegalStateException("too few workers took up their work within " + LIMIT);
  }

  private WorkerProcess add() {
    int number = started.incrementAndGet();
    WorkerProcess worker = WorkerProcess.start(number, orders, log, this::heard);
    workers.put(number, worker);
    pids.put(number, worker.pid());
    worker.letWork();
    var unused = worker.exit().thenAccept(code -> ended(worker, code));
    return worker;
  }

  private void heard(WorkerProcess worker, Note note) {
    switch (note.kind()) {
      case READY -> readiness.ready(worker.number(), note.at());
      case UNREADY -> readiness.unready(worker.number(), note.at());
      case UP, WORKING -> {}
      default -> histories.get(note.stage()).add(worker.number(), note);
    }
  }

  private void ended(WorkerProcess worker, int code) {
    workers.remove(worker.number());
    readiness.gone(worker.number());
    if (code == POISONED) {
      poisoned.incrementAndGet();
    } else if (!doomed.contains(worker.number()) && !finishing) {
      report("worker " + worker.number() + " ended by itself with exit code " + code);
    }
    if (!finishing) {
      add();
    }
  }

  private synchronized void report(String problem) {
    problems.add(problem);
  }

  /** Wakes up whoever is stopped, and stops all in good order; waits until they are gone. */
  void finish() throws InterruptedException {
    finishing = true;
    Set<WorkerProcess> last = new HashSet<>(workers.values());
    for (WorkerProcess worker : last) {
      worker.signal(Signal.CONT);
      worker.signal(Signal.TERM);
    }
    for (WorkerProcess worker : last) {
      worker.awaitExit();
    }
  }

  @Override
  public void close() {
    finishing = true;
    thaw.shutdownNow();
    workers.values().forEach(WorkerProcess::close);
  }
}
