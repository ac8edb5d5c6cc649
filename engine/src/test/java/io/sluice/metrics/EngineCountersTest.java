package io.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.event.EngineLog;
import io.sluice.metrics.EngineCounters.Counter;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.QueueView;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EngineCountersTest {
  private static final QueueName QUEUE = QueueName.of("q");
  private static final TaskId ID = TaskId.of("id");
  private static final Outcome RETRY = new Outcome.Retry(Duration.ZERO, Failure.of("T", "no"));

  private final IllegalStateException error = new IllegalStateException("broken");
  private final List<EngineEvent> oneOfEach =
      List.of(
          new EngineEvent.TaskSettled(QUEUE, ID, "greet", "s:1:1", RETRY),
          new EngineEvent.AttemptFailed(QUEUE, ID, "greet", 1, error, RETRY),
          new EngineEvent.SettleRefused(QUEUE, ID, "token"),
          new EngineEvent.TasksReaped(QUEUE, 3, 1, 1),
          new EngineEvent.TasksPromoted(QUEUE, 4),
          new EngineEvent.TasksSwept(QUEUE, 5),
          new EngineEvent.TasksShed(QUEUE, 6),
          new EngineEvent.LettersHeld(QUEUE, QUEUE, 7, "down"),
          new EngineEvent.LettersOutOfReach(QUEUE, QUEUE),
          new EngineEvent.BatchesEnded(QUEUE, 8, 1),
          new EngineEvent.SessionOpened(QUEUE, "s"),
          new EngineEvent.SessionClosed(QUEUE, "s"),
          new EngineEvent.SessionLost(QUEUE, "s", 2),
          new EngineEvent.CallResent("claim", QUEUE, 1, error),
          new EngineEvent.PassFailed("reap", QUEUE, error),
          new EngineEvent.LedgerAudited(ledger(0, 0, 0)),
          new EngineEvent.ConnectionChanged(true),
          new EngineEvent.OutcomesUnconfirmed(QUEUE, Durability.REPLICA),
          new EngineEvent.ConnectionChanged(false));

  @Test
  void everyEventIsCountedAsWhatItIs() {
    EngineCounters counters = new EngineCounters();

    oneOfEach.forEach(counters::on);

    Map<Counter, Long> counts = new EnumMap<>(Counter.class);
    for (Counter counter : Counter.values()) {
      counts.put(counter, counters.count(counter));
    }
    assertThat(counts)
        .containsEntry(Counter.TASKS_REAPED, 3L)
        .containsEntry(Counter.TASKS_PROMOTED, 4L)
        .containsEntry(Counter.TASKS_SWEPT, 5L)
        .containsEntry(Counter.BATCHES_ENDED, 9L)
        .containsEntry(Counter.TASKS_SHED, 6L);
    counts
        .keySet()
        .removeAll(
            List.of(
                Counter.TASKS_REAPED,
                Counter.TASKS_PROMOTED,
                Counter.TASKS_SWEPT,
                Counter.TASKS_SHED,
                Counter.BATCHES_ENDED));
    assertThat(counts.values()).containsOnly(1L);
  }

  @Test
  void theImbalanceOfAQueueIsTheWorstOfWhatTheLastAuditFound() {
    EngineCounters counters = new EngineCounters();

    counters.on(new EngineEvent.LedgerAudited(ledger(1, -4, 2)));
    assertThat(counters.imbalances()).isEqualTo(Map.of(QUEUE, 4L));

    counters.on(new EngineEvent.LedgerAudited(ledger(0, 0, 0)));
    assertThat(counters.imbalances()).isEqualTo(Map.of(QUEUE, 0L));
  }

  private static Ledger ledger(long accepted, long tasks, long results) {
    return new Ledger(
        QUEUE,
        accepted,
        tasks,
        results,
        0,
        new QueueView.Totals(0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        Ledger.Corrections.NONE);
  }

  @Test
  void countsAndLogHearTheSame() {
    EngineCounters first = new EngineCounters();
    EngineCounters second = new EngineCounters();
    EngineListener both = first.and(new EngineLog()).and(second);

    oneOfEach.forEach(both::on);

    assertThat(first.count(Counter.SESSIONS_LOST)).isEqualTo(1);
    assertThat(second.count(Counter.SESSIONS_LOST)).isEqualTo(1);
  }

  @Test
  void theNameOnTheWireIsInSnakeCase() {
    assertThat(Counter.CALLS_RESENT.wireName()).isEqualTo("calls_resent");
  }
}
