package io.sluice.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.sluice.event.EngineEvent;
import io.sluice.event.EngineEvent.ConcurrencyAdapted.Reason;
import io.sluice.event.EngineListener;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Feeds a registry of Micrometer with what happens in an engine. All names are in {@link
 * MeterName}; values of tags come from closed sets or are bounded: beyond {@value #MAX_NAMES}
 * queues or types the rest is one value.
 */
public final class EngineMeters implements EngineListener {
  /** Each is a handful of series. */
  public static final int MAX_NAMES = 500;

  /** Of histograms, where the registry has such: from an idle engine to a long backlog. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(1),
    Duration.ofMillis(5),
    Duration.ofMillis(25),
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    Duration.ofSeconds(2),
    Duration.ofSeconds(10),
    Duration.ofMinutes(1),
    Duration.ofMinutes(10),
    Duration.ofHours(1)
  };

  private static final String QUEUE = "queue";
  private static final String TYPE = "type";
  private static final String OUTCOME = "outcome";

  private final MeterRegistry registry;
  private final Names queues = new Names(MAX_NAMES);
  private final Names types = new Names(MAX_NAMES);
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
  private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> limits = new ConcurrentHashMap<>();

  /** It is told when that changes; an engine that could not connect does not exist. */
  private volatile boolean connected = true;

  /** A meter and the values of its tags; empty for a tag that it has not. */
  private record Key(MeterName name, String queue, String of, String outcome) {}

  @SuppressWarnings("exports") // who has no Micrometer does not call it
  public EngineMeters(MeterRegistry registry) {
    this.registry = registry;
    Gauge.builder(MeterName.REDIS_CONNECTED.key(), () -> connected ? 1 : 0)
        .description(MeterName.REDIS_CONNECTED.description())
        .register(registry);
  }

  /**
   * Shows how the loops of an engine do.
   *
   * @param late how many are late now
   * @param oldestSeconds the age of the oldest last pass
   */
  public void watchLoops(Supplier<Number> late, Supplier<Number> oldestSeconds) {
    Gauge.builder(MeterName.LOOPS_LATE.key(), late)
        .description(MeterName.LOOPS_LATE.description())
        .register(registry);
    TimeGauge.builder(MeterName.LOOPS_OLDEST.key(), oldestSeconds, TimeUnit.SECONDS)
        .description(MeterName.LOOPS_OLDEST.description())
        .register(registry);
  }

  @Override
  public boolean timesTasks() {
    return true;
  }

  @Override
  public void on(EngineEvent event) {
    if (event instanceof EngineEvent.TaskTimed e) {
      timed(e);
    } else if (event instanceof EngineEvent.AttemptFailed e) {
      count(MeterName.TASK_FAILURES, e.queue(), types.bounded(e.type()), nameOf(e.outcome()), 1);
    } else if (event instanceof EngineEvent.SettleRefused e) {
      count(MeterName.TASK_REFUSED, e.queue(), 1);
    } else if (event instanceof EngineEvent.OutcomesUnconfirmed e) {
      count(MeterName.SETTLE_UNCONFIRMED, e.queue(), 1);
    } else if (event instanceof EngineEvent.TasksReaped e) {
      count(MeterName.TASK_REAPED, e.queue(), e.reaped());
      count(MeterName.TASK_POISON, e.queue(), e.dead());
    } else if (event instanceof EngineEvent.TasksPromoted e) {
      count(MeterName.TASK_PROMOTED, e.queue(), e.promoted());
    } else if (event instanceof EngineEvent.TasksSwept e) {
      count(MeterName.TASK_SWEPT, e.queue(), e.swept());
    } else if (event instanceof EngineEvent.TasksShed e) {
      count(MeterName.TASK_SHED, e.queue(), e.shed());
    } else if (event instanceof EngineEvent.LettersHeld e) {
      count(MeterName.LETTERS_HELD, e.source(), 1);
    } else if (event instanceof EngineEvent.LettersOutOfReach e) {
      count(MeterName.LETTERS_OUT_OF_REACH, e.source(), 1);
    } else if (event instanceof EngineEvent.BatchesEnded e) {
      count(MeterName.BATCHES_ENDED, e.queue(), "complete", "", e.complete());
      count(MeterName.BATCHES_ENDED, e.queue(), "cancelled", "", e.cancelled());
    } else if (event instanceof EngineEvent.SessionOpened e) {
      count(MeterName.SESSION_OPENED, e.queue(), 1);
    } else if (event instanceof EngineEvent.SessionLost e) {
      count(MeterName.SESSION_LOST, e.queue(), 1);
    } else if (event instanceof EngineEvent.ConcurrencyAdapted e) {
      adapted(e);
    } else if (event instanceof EngineEvent.CallResent e) {
      count(MeterName.CALL_RESENT, e.queue(), e.call(), "", 1);
    } else if (event instanceof EngineEvent.PassFailed e) {
      count(MeterName.LOOP_FAILURES, e.queue(), e.loop(), "", 1);
    } else if (event instanceof EngineEvent.ConnectionChanged e) {
      connected = e.connected();
    }
  }

  private void timed(EngineEvent.TaskTimed task) {
    String queue = queues.bounded(task.queue().value());
    String type = types.bounded(task.type());
    timer(new Key(MeterName.TASK_RUN, queue, type, nameOf(task.outcome()))).record(task.held());
    if (task.waited() != null) {
      timer(new Key(MeterName.TASK_WAIT, queue, type, "")).record(task.waited());
    }
    if (task.lived() != null) {
      timer(new Key(MeterName.TASK_LIFE, queue, type, nameOf(task.outcome()))).record(task.lived());
    }
  }

  /** The limit of a queue is the sum of those of its workers: their changes add up to it. */
  private void adapted(EngineEvent.ConcurrencyAdapted change) {
    limits
        .computeIfAbsent(queues.bounded(change.queue().value()), this::limit)
        .addAndGet(change.to() - change.from());
    if (change.reason() != Reason.START && change.reason() != Reason.STOP) {
      MeterName name =
          change.to() > change.from()
              ? MeterName.CONCURRENCY_RAISED
              : MeterName.CONCURRENCY_LOWERED;
      count(name, change.queue(), change.reason().name().toLowerCase(Locale.ROOT), "", 1);
    }
  }

  private AtomicInteger limit(String queue) {
    AtomicInteger limit = new AtomicInteger();
    Gauge.builder(MeterName.CONCURRENCY_LIMIT.key(), limit, AtomicInteger::get)
        .description(MeterName.CONCURRENCY_LIMIT.description())
        .tags(QUEUE, queue)
        .register(registry);
    return limit;
  }

  private void count(MeterName name, QueueName queue, int many) {
    count(name, queue, "", "", many);
  }

  private void count(MeterName name, QueueName queue, String of, String outcome, int many) {
    Key key = new Key(name, queues.bounded(queue.value()), of, outcome);
    counters.computeIfAbsent(key, this::counter).increment(many);
  }

  private Timer timer(Key key) {
    return timers.computeIfAbsent(
        key,
        made ->
            Timer.builder(made.name().key())
                .description(made.name().description())
                .tags(tags(made))
                .serviceLevelObjectives(BUCKETS)
                .register(registry));
  }

  private Counter counter(Key key) {
    return Counter.builder(key.name().key())
        .description(key.name().description())
        .tags(tags(key))
        .register(registry);
  }

  private static Tags tags(Key key) {
    Tags tags = Tags.of(QUEUE, key.queue());
    tags = key.of().isEmpty() ? tags : tags.and(tagOf(key.name()), key.of());
    return key.outcome().isEmpty() ? tags : tags.and(OUTCOME, key.outcome());
  }

  private static String tagOf(MeterName name) {
    return switch (name) {
      case BATCHES_ENDED -> "state";
      case CALL_RESENT -> "call";
      case LOOP_FAILURES -> "loop";
      case CONCURRENCY_RAISED, CONCURRENCY_LOWERED -> "reason";
      default -> TYPE;
    };
  }

  private static String nameOf(Outcome outcome) {
    if (outcome instanceof Outcome.Succeed) {
      return "succeeded";
    }
    if (outcome instanceof Outcome.Retry) {
      return "retried";
    }
    if (outcome instanceof Outcome.Bury) {
      return "dead";
    }
    if (outcome instanceof Outcome.Snooze) {
      return "snoozed";
    }
    if (outcome instanceof Outcome.Throttle) {
      return "throttled";
    }
    return outcome instanceof Outcome.Cancel ? "cancelled" : "released";
  }
}
