package io.sluice.memory;

import io.sluice.schedule.ScheduleView;
import io.sluice.store.AheadSchedules;
import io.sluice.store.DueSchedules;
import io.sluice.store.Fired;
import io.sluice.store.PlannedFires;
import io.sluice.store.ScheduleStore;
import io.sluice.store.StoredSchedule;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import io.sluice.task.TaskId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Schedules in memory, each with the queue that it fires into. */
final class MemorySchedules implements ScheduleStore {
  private final MemoryTaskStore store;
  private final Namespace namespace;

  MemorySchedules(MemoryTaskStore store, Namespace namespace) {
    this.store = store;
    this.namespace = namespace;
  }

  @Override
  public Mono<Boolean> put(StoredSchedule schedule) {
    return store.answer(
        () -> {
          Instant next = schedule.schedule().timing().next(store.now());
          if (next == null) {
            throw new InvalidTaskException("/cron", "the schedule will never fire");
          }
          return namespace.put(schedule, next.toEpochMilli());
        });
  }

  @Override
  public Mono<Boolean> remove(ScheduleName name) {
    return store.answer(() -> namespace.remove(name) != null);
  }

  @Override
  public Mono<ScheduleView> find(ScheduleName name) {
    return onPlan(name, (queue, plan) -> plan.view());
  }

  @Override
  public Mono<List<ScheduleName>> names(@Nullable ScheduleName after, int limit) {
    return store.answer(() -> namespace.schedulesAfter(after, limit));
  }

  @Override
  public Mono<Boolean> pause(ScheduleName name, boolean paused) {
    return onPlan(
            name,
            (queue, plan) -> {
              plan.pause(paused);
              namespace.tellOfSchedules(queue.name());
              return true;
            })
        .defaultIfEmpty(false);
  }

  @Override
  public Mono<Triggered> trigger(ScheduleName name) {
    return onPlan(
        name,
        (queue, plan) -> {
          TaskId id = new Firing(queue).outOfTurn(plan);
          return id == null ? null : new Triggered(queue.name(), id);
        });
  }

  @Override
  public Mono<DueSchedules> due(QueueName queue) {
    return store.on(queue, in -> new Firing(in).due());
  }

  @Override
  public Mono<Fired> fire(QueueName queue, List<PlannedFires> planned, List<ScheduleName> free) {
    return store.on(queue, in -> new Firing(in).fire(planned, free));
  }

  @Override
  public Mono<AheadSchedules> ahead(QueueName queue, int offset) {
    return store.on(queue, in -> new Firing(in).ahead(offset));
  }

  @Override
  public Mono<List<ScheduleName>> pull(QueueName queue, List<AheadSchedules.Pull> pulls) {
    return store.on(queue, in -> new Firing(in).pull(pulls));
  }

  /** The index and the schedules change together here. */
  @Override
  public Mono<Void> mend(QueueName queue) {
    return store.answer(() -> true).then();
  }

  @Override
  public Flux<QueueName> changes() {
    return Flux.defer(namespace::scheduleChanges);
  }

  /** What is done to one schedule, with its queue. */
  private interface Verb<T> {
    @Nullable T apply(MemoryQueue queue, Plan plan);
  }

  private <T> Mono<T> onPlan(ScheduleName name, Verb<T> verb) {
    Function<MemoryQueue, Optional<T>> inQueue =
        queue -> {
          Plan plan = queue.schedules.get(name);
          return plan == null ? Optional.empty() : Optional.ofNullable(verb.apply(queue, plan));
        };
    return store
        .answer(() -> namespace.queueOf(name))
        .flatMap(Mono::justOrEmpty)
        .flatMap(queue -> store.on(queue, inQueue))
        .flatMap(Mono::justOrEmpty);
  }
}
