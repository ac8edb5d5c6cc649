package io.sluice.gateway.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.QueueView.Counts;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What queues hold, as it was when they were last looked at. */
final class QueueMetrics {
  /** The worst ones; any that is not 0 is for an operator to see. */
  private static final int MAX_IMBALANCES = 100;

  private final MultiGauge tasks;
  private final MultiGauge ledger;
  private final MultiGauge paused;
  private final MultiGauge oldestReady;
  private final MultiGauge workers;
  private final MultiGauge batches;
  private final MultiGauge imbalance;

  QueueMetrics(MeterRegistry registry) {
    tasks =
        MultiGauge.builder("sluice.queue.tasks")
            .description("Tasks that are there now")
            .register(registry);
    ledger =
        MultiGauge.builder("sluice.queue.ledger")
            .description("What was counted since the queue began, by whatever process; grows only")
            .register(registry);
    paused =
        MultiGauge.builder("sluice.queue.paused")
            .description("1 while nothing is claimed from the queue, else 0")
            .register(registry);
    oldestReady =
        MultiGauge.builder("sluice.queue.oldest.ready.age")
            .description("Age of the task that is next in line")
            .baseUnit("seconds")
            .register(registry);
    workers =
        MultiGauge.builder("sluice.queue.workers")
            .description("Sessions that are alive")
            .register(registry);
    batches =
        MultiGauge.builder("sluice.queue.batches")
            .description("Batches of the queue that have not ended")
            .register(registry);
    imbalance =
        MultiGauge.builder("sluice.audit.imbalance")
            .description("Tasks that the ledger does not account for; should be 0")
            .register(registry);
  }

  /** Shows these queues and no others. */
  void show(List<QueueView> queues) {
    tasks.register(queues.stream().flatMap(QueueMetrics::rows).toList(), true);
    ledger.register(queues.stream().flatMap(QueueMetrics::entries).toList(), true);
    paused.register(
        queues.stream().map(q -> MultiGauge.Row.of(tags(q), q.paused() ? 1 : 0)).toList(), true);
    oldestReady.register(
        queues.stream()
            .map(q -> MultiGauge.Row.of(tags(q), q.oldestReadyAge().toMillis() / 1000.0))
            .toList(),
        true);
    workers.register(
        queues.stream().map(q -> MultiGauge.Row.of(tags(q), q.workers())).toList(), true);
    batches.register(
        queues.stream().map(q -> MultiGauge.Row.of(tags(q), q.openBatches())).toList(), true);
  }

  /** What the audits of this process found last. */
  void showImbalances(Map<QueueName, Long> found, Predicate<QueueName> visible) {
    imbalance.register(
        found.entrySet().stream()
            .filter(e -> visible.test(e.getKey()))
            .sorted(Map.Entry.<QueueName, Long>comparingByValue().reversed())
            .limit(MAX_IMBALANCES)
            .map(e -> MultiGauge.Row.of(Tags.of("queue", e.getKey().value()), e.getValue()))
            .toList(),
        true);
  }

  private static Stream<MultiGauge.Row<Number>> rows(QueueView queue) {
    return Stream.of(TaskState.values())
        .map(
            state ->
                MultiGauge.Row.of(
                    tags(queue).and("state", state.wireName()), count(queue.counts(), state)));
  }

  private static Stream<MultiGauge.Row<Number>> entries(QueueView queue) {
    QueueView.Totals totals = queue.totals();
    return Stream.of(
        entry(queue, "accepted", totals.accepted()),
        entry(queue, "succeeded", totals.succeeded()),
        entry(queue, "retried", totals.retried()),
        entry(queue, "reaped", totals.reaped()),
        entry(queue, "released", totals.released()),
        entry(queue, "snoozed", totals.snoozed()),
        entry(queue, "dead", totals.dead()),
        entry(queue, "cancelled", totals.cancelled()),
        entry(queue, "expired", totals.expired()),
        entry(queue, "purged", totals.purged()),
        entry(queue, "redriven", totals.redriven()));
  }

  private static MultiGauge.Row<Number> entry(QueueView queue, String name, long total) {
    return MultiGauge.Row.of(tags(queue).and("entry", name), total);
  }

  private static long count(Counts counts, TaskState state) {
    return switch (state) {
      case SCHEDULED -> counts.scheduled();
      case READY -> counts.ready();
      case RUNNING -> counts.running();
      case RETRYING -> counts.retrying();
      case SUCCEEDED -> counts.succeeded();
      case DEAD -> counts.dead();
      case CANCELLED -> counts.cancelled();
      case EXPIRED -> counts.expired();
    };
  }

  private static Tags tags(QueueView queue) {
    return Tags.of("queue", queue.queue().value());
  }
}
