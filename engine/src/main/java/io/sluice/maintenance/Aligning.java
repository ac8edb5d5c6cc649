package io.sluice.maintenance;

import io.sluice.event.EngineEvent;
import io.sluice.event.EngineListener;
import io.sluice.protocol.ScheduleStore;
import io.sluice.protocol.TaskStore;
import io.sluice.schedule.FirePlan;
import io.sluice.store.AheadSchedules;
import io.sluice.store.AheadSchedules.Ahead;
import io.sluice.store.AheadSchedules.Pull;
import io.sluice.task.QueueName;
import io.sluice.task.ScheduleName;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/**
 * Keeps schedules going when the clock of Redis is set back: they are due at instants that would
 * come only when it has caught up. Any number of engines look at once; one of them pulls in.
 */
final class Aligning {
  /** So long a schedule may stand still after a step, beside its own period. */
  private static final Duration REST = Duration.ofSeconds(20);

  /** A pass looks at so many pages; a queue with more schedules is looked at again soon. */
  private static final int MAX_PAGES = 100;

  private final ScheduleStore store;
  private final EngineListener listener;

  Aligning(TaskStore store, EngineListener listener) {
    this.store = store.schedules();
    this.listener = listener;
  }

  Mono<Duration> align(QueueName queue) {
    return page(queue, 0)
        .expand(
            seen ->
                seen.looked() < ScheduleStore.MAX_DUE
                        || seen.end() >= MAX_PAGES * ScheduleStore.MAX_DUE
                    ? Mono.empty()
                    : page(queue, seen.end()))
        .then(Mono.fromSupplier(() -> Passes.spread(REST)));
  }

  private record Seen(int looked, int end) {}

  private Mono<Seen> page(QueueName queue, int offset) {
    return store
        .ahead(queue, offset)
        .flatMap(
            seen -> pull(queue, seen).thenReturn(new Seen(seen.looked(), offset + seen.looked())));
  }

  private Mono<Void> pull(QueueName queue, AheadSchedules seen) {
    List<Pull> pulls = seen.ahead().stream().flatMap(each -> pull(each, seen)).toList();
    return pulls.isEmpty()
        ? Mono.empty()
        : store.pull(queue, pulls).doOnNext(names -> report(queue, names)).then();
  }

  private static Stream<Pull> pull(Ahead each, AheadSchedules seen) {
    return Stream.ofNullable(FirePlan.sooner(each.timing(), each.at(), each.last(), seen.now()))
        .map(sooner -> new Pull(each, sooner));
  }

  private void report(QueueName queue, List<ScheduleName> names) {
    if (!names.isEmpty()) {
      listener.on(new EngineEvent.SchedulesPulledIn(queue, names));
    }
  }
}
