package io.sluice.maintenance;

import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.protocol.ScheduleStore;
import io.sluice.protocol.TaskStore;
import io.sluice.schedule.FirePlan;
import io.sluice.store.DueSchedules;
import io.sluice.store.Fired;
import io.sluice.store.PlannedFires;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.StoreCorruptedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Fires the schedules of a queue. Any number of engines do so at once: all plan the same by the
 * clock of the store, and of each plan one comes about.
 */
final class Firing {
  /** Where a queue has schedules, a word that got lost, or a task that ends, is seen this soon. */
  private static final Duration REST = Duration.ofSeconds(1);

  /** A queue without any costs one call in this time. Less than the grace of a late instant. */
  private static final Duration IDLE_REST = Duration.ofSeconds(5);

  private static final Duration MEND_REST = Duration.ofMinutes(5);

  /** A pass goes on while more is due, but not for ever: other queues share the connection. */
  private static final int MAX_CALLS_A_PASS = 50;

  private final ScheduleStore store;
  private final EngineListener listener;
  private final Duration rest;

  Firing(TaskStore store, SluiceConfig config, EngineListener listener) {
    this.store = store.schedules();
    this.listener = listener;
    this.rest = shorter(REST, config.waiting().poll());
  }

  /** Rests until the next instant; a hint tells of one that is sooner. */
  Mono<Duration> fire(QueueName queue) {
    return store
        .due(queue)
        .flatMap(due -> fire(queue, due))
        .repeat(MAX_CALLS_A_PASS)
        .takeUntil(rest -> !rest.isZero())
        .last();
  }

  /** Makes up for a put or a delete that broke off. */
  Mono<Duration> mend(QueueName queue) {
    return store.mend(queue).thenReturn(Passes.spread(MEND_REST));
  }

  private Mono<Duration> fire(QueueName queue, DueSchedules due) {
    List<PlannedFires> planned = due.due().stream().map(each -> plan(each, due.now())).toList();
    return calls(queue, planned, due.free())
        .reduce(Fired.NOTHING, Fired::plus)
        .doOnNext(fired -> report(queue, fired))
        .flatMap(fired -> refuseUnreadable(due.unreadable()))
        .thenReturn(restAfter(due, planned));
  }

  /** As many fires as fit into a call, by their number and by their size. */
  private static PlannedFires plan(DueSchedules.Due due, Instant now) {
    long fitting = TaskStore.MAX_BATCH_BYTES / Math.max(1, due.taskBytes());
    int most = (int) Math.max(1, Math.min(FirePlan.MAX_FIRES, fitting));
    return new PlannedFires(due, FirePlan.of(due.timing(), due.catchUp(), due.at(), now, most));
  }

  private Flux<Fired> calls(QueueName queue, List<PlannedFires> planned, List<ScheduleName> free) {
    Flux<Fired> kept = free.isEmpty() ? Flux.empty() : store.fire(queue, List.of(), free).flux();
    return kept.concatWith(
        Flux.fromIterable(batches(planned))
            .concatMap(batch -> store.fire(queue, batch, List.of())));
  }

  private static List<List<PlannedFires>> batches(List<PlannedFires> planned) {
    List<List<PlannedFires>> batches = new ArrayList<>();
    List<PlannedFires> batch = new ArrayList<>();
    long fires = 0;
    long bytes = 0;
    for (PlannedFires each : planned) {
      int count = each.plan().fires().size();
      fires += count;
      bytes += count * each.due().taskBytes();
      if (!batch.isEmpty() && (fires > TaskStore.MAX_BATCH || bytes > TaskStore.MAX_BATCH_BYTES)) {
        batches.add(batch);
        batch = new ArrayList<>();
        fires = count;
        bytes = count * each.due().taskBytes();
      }
      batch.add(each);
    }
    if (!batch.isEmpty()) {
      batches.add(batch);
    }
    return batches;
  }

  private Duration restAfter(DueSchedules due, List<PlannedFires> planned) {
    if (due.next() == null && planned.isEmpty() && due.kept() == 0) {
      return Passes.spread(IDLE_REST);
    }
    Stream<Duration> again =
        planned.stream()
            .flatMap(each -> Stream.ofNullable(each.plan().next()))
            .map(next -> Duration.between(due.now(), next));
    return Stream.concat(again, Stream.ofNullable(due.next()))
        .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
        .reduce(rest, Firing::shorter);
  }

  private void report(QueueName queue, Fired fired) {
    if (!fired.equals(Fired.NOTHING)) {
      listener.on(new EngineEvent.SchedulesFired(queue, fired.fired(), fired.skipped()));
    }
  }

  /** The others have fired by then. */
  private static Mono<Void> refuseUnreadable(List<ScheduleName> names) {
    return names.isEmpty()
        ? Mono.empty()
        : Mono.error(new StoreCorruptedException("schedules cannot be read: " + names, null));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
