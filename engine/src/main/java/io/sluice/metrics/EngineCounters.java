package io.sluice.metrics;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.task.QueueName;
import io.sluice.task.view.Ledger;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** The one class that counts. Thread-safe; every count only grows, imbalances come and go. */
public final class EngineCounters implements EngineListener {
  /** What is counted, in this process. */
  public enum Counter {
    TASKS_SETTLED,
    ATTEMPTS_FAILED,
    SETTLES_REFUSED,
    SETTLES_UNCONFIRMED,
    TASKS_REAPED,
    TASKS_PROMOTED,
    TASKS_SWEPT,
    TASKS_SHED,
    LETTERS_HELD,
    LETTERS_OUT_OF_REACH,
    BATCHES_ENDED,
    SESSIONS_OPENED,
    SESSIONS_LOST,
    CALLS_RESENT,
    PASSES_FAILED,
    CONNECTIONS_LOST;

    /** The name in metrics, in snake case. */
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Map<Counter, LongAdder> counts = new EnumMap<>(Counter.class);

  /** By partition. */
  private final Map<QueueName, Long> imbalances = new ConcurrentHashMap<>();

  public EngineCounters() {
    for (Counter counter : Counter.values()) {
      counts.put(counter, new LongAdder());
    }
  }

  /** The count so far. */
  public long count(Counter counter) {
    return adder(counter).sum();
  }

  /**
   * By queue, how many tasks were unaccounted for when this engine looked last, in all of its
   * partitions; 0 is right. Bounded by the queues that it cares for.
   */
  public Map<QueueName, Long> imbalances() {
    return imbalances.entrySet().stream()
        .collect(
            Collectors.toMap(ledger -> ledger.getKey().whole(), Map.Entry::getValue, Long::sum));
  }

  private static long imbalance(Ledger ledger) {
    return Math.max(
        Math.abs(ledger.acceptedBalance()),
        Math.max(Math.abs(ledger.tasksBalance()), Math.abs(ledger.resultsBalance())));
  }

  @Override
  public void on(EngineEvent event) {
    if (event instanceof EngineEvent.TaskSettled) {
      adder(Counter.TASKS_SETTLED).increment();
    } else if (event instanceof EngineEvent.AttemptFailed) {
      adder(Counter.ATTEMPTS_FAILED).increment();
    } else if (event instanceof EngineEvent.SettleRefused) {
      adder(Counter.SETTLES_REFUSED).increment();
    } else if (event instanceof EngineEvent.OutcomesUnconfirmed) {
      adder(Counter.SETTLES_UNCONFIRMED).increment();
    } else if (event instanceof EngineEvent.TasksReaped e) {
      adder(Counter.TASKS_REAPED).add(e.reaped());
    } else if (event instanceof EngineEvent.TasksPromoted e) {
      adder(Counter.TASKS_PROMOTED).add(e.promoted());
    } else if (event instanceof EngineEvent.TasksSwept e) {
      adder(Counter.TASKS_SWEPT).add(e.swept());
    } else if (event instanceof EngineEvent.TasksShed e) {
      adder(Counter.TASKS_SHED).add(e.shed());
    } else if (event instanceof EngineEvent.LettersHeld) {
      adder(Counter.LETTERS_HELD).increment();
    } else if (event instanceof EngineEvent.LettersOutOfReach) {
      adder(Counter.LETTERS_OUT_OF_REACH).increment();
    } else if (event instanceof EngineEvent.BatchesEnded e) {
      adder(Counter.BATCHES_ENDED).add(e.complete() + e.cancelled());
    } else if (event instanceof EngineEvent.SessionOpened) {
      adder(Counter.SESSIONS_OPENED).increment();
    } else if (event instanceof EngineEvent.SessionLost) {
      adder(Counter.SESSIONS_LOST).increment();
    } else if (event instanceof EngineEvent.CallResent) {
      adder(Counter.CALLS_RESENT).increment();
    } else if (event instanceof EngineEvent.PassFailed) {
      adder(Counter.PASSES_FAILED).increment();
    } else if (event instanceof EngineEvent.LedgerAudited e) {
      imbalances.put(e.ledger().queue(), imbalance(e.ledger()));
    } else if (event instanceof EngineEvent.ConnectionChanged e && !e.connected()) {
      adder(Counter.CONNECTIONS_LOST).increment();
    }
  }

  private LongAdder adder(Counter counter) {
    LongAdder adder = counts.get(counter);
    if (adder == null) {
      throw new IllegalStateException("no adder for " + counter);
    }
    return adder;
  }
}
