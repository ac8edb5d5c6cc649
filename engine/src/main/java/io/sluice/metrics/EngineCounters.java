package io.sluice.metrics;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** The one class that counts. Thread-safe; every count only grows. */
public final class EngineCounters implements EngineListener {
  /** What is counted, in this process. */
  public enum Counter {
    TASKS_SETTLED,
    ATTEMPTS_FAILED,
    SETTLES_REFUSED,
    TASKS_REAPED,
    TASKS_PROMOTED,
    TASKS_SWEPT,
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

  public EngineCounters() {
    for (Counter counter : Counter.values()) {
      counts.put(counter, new LongAdder());
    }
  }

  /** The count so far. */
  public long count(Counter counter) {
    return adder(counter).sum();
  }

  @Override
  public void on(EngineEvent event) {
    if (event instanceof EngineEvent.TaskSettled) {
      adder(Counter.TASKS_SETTLED).increment();
    } else if (event instanceof EngineEvent.AttemptFailed) {
      adder(Counter.ATTEMPTS_FAILED).increment();
    } else if (event instanceof EngineEvent.SettleRefused) {
      adder(Counter.SETTLES_REFUSED).increment();
    } else if (event instanceof EngineEvent.TasksReaped e) {
      adder(Counter.TASKS_REAPED).add(e.reaped());
    } else if (event instanceof EngineEvent.TasksPromoted e) {
      adder(Counter.TASKS_PROMOTED).add(e.promoted());
    } else if (event instanceof EngineEvent.TasksSwept e) {
      adder(Counter.TASKS_SWEPT).add(e.swept());
    } else if (event instanceof EngineEvent.SessionOpened) {
      adder(Counter.SESSIONS_OPENED).increment();
    } else if (event instanceof EngineEvent.SessionLost) {
      adder(Counter.SESSIONS_LOST).increment();
    } else if (event instanceof EngineEvent.CallResent) {
      adder(Counter.CALLS_RESENT).increment();
    } else if (event instanceof EngineEvent.PassFailed) {
      adder(Counter.PASSES_FAILED).increment();
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
