package io.sluice.store;

import io.sluice.guard.Guarded;
import io.sluice.guard.Patience;
import io.sluice.schedule.ScheduleView;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The schedules of a {@link WatchedStore}: each call ends. */
final class WatchedSchedules implements ScheduleStore {
  private final ScheduleStore schedules;
  private final Patience calls;

  WatchedSchedules(ScheduleStore schedules, Patience calls) {
    this.schedules = schedules;
    this.calls = calls;
  }

  @Override
  public Mono<Boolean> put(StoredSchedule schedule) {
    return calls.step(() -> schedules.put(schedule));
  }

  @Override
  public Mono<Boolean> remove(ScheduleName name) {
    return calls.step(() -> schedules.remove(name));
  }

  @Override
  public Mono<ScheduleView> find(ScheduleName name) {
    return calls.step(() -> schedules.find(name));
  }

  @Override
  public Mono<List<ScheduleName>> names(@Nullable ScheduleName after, int limit) {
    return calls.step(() -> schedules.names(after, limit));
  }

  @Override
  public Mono<Boolean> pause(ScheduleName name, boolean paused) {
    return calls.step(() -> schedules.pause(name, paused));
  }

  @Override
  public Mono<Triggered> trigger(ScheduleName name) {
    return calls.step(() -> schedules.trigger(name));
  }

  @Override
  public Mono<DueSchedules> due(QueueName queue) {
    return calls.step(() -> schedules.due(queue));
  }

  @Override
  public Mono<Fired> fire(QueueName queue, List<PlannedFires> planned, List<ScheduleName> free) {
    return calls.step(() -> schedules.fire(queue, planned, free));
  }

  @Override
  public Mono<AheadSchedules> ahead(QueueName queue, int offset) {
    return calls.step(() -> schedules.ahead(queue, offset));
  }

  @Override
  public Mono<List<ScheduleName>> pull(QueueName queue, List<AheadSchedules.Pull> pulls) {
    return calls.step(() -> schedules.pull(queue, pulls));
  }

  @Override
  public Mono<Void> mend(QueueName queue) {
    return calls.step(() -> schedules.mend(queue));
  }

  @Override
  public Flux<QueueName> changes() {
    return Guarded.<Flux<QueueName>>step(() -> Mono.fromSupplier(schedules::changes))
        .flatMapMany(changes -> changes);
  }
}
