package io.sluice.memory;

import io.sluice.schedule.FirePlan;
import io.sluice.schedule.Overlap;
import io.sluice.store.AheadSchedules;
import io.sluice.store.DueSchedules;
import io.sluice.store.EnqueueItem;
import io.sluice.store.Fired;
import io.sluice.store.PlannedFires;
import io.sluice.store.ScheduleStore;
import io.sluice.store.StoredTask;
import io.sluice.task.ScheduleName;
import io.sluice.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Fires the schedules of a queue. Only who names the instant at which a schedule is due moves it:
 * of many nodes one, and once.
 */
final class Firing {
  /**
   * So many instants are tried for a fire out of turn, when others came in the same millisecond.
   */
  private static final int OUT_OF_TURN_TRIES = 100;

  private final MemoryQueue queue;
  private final long now;
  private int fired;
  private int skipped;

  Firing(MemoryQueue queue) {
    this.queue = queue;
    this.now = queue.now();
  }

  DueSchedules due() {
    Collection<Plan> all = queue.schedules.values();
    List<Plan> due =
        all.stream()
            .filter(plan -> isDue(plan.due()))
            .sorted(Comparator.comparing(plan -> Objects.requireNonNull(plan.due())))
            .limit(ScheduleStore.MAX_DUE)
            .toList();
    List<Plan> keeping = all.stream().filter(plan -> plan.buffered() != null).toList();
    return new DueSchedules(
        Instant.ofEpochMilli(now),
        due.stream().map(Firing::shown).toList(),
        keeping.stream()
            .filter(plan -> hasEnded(plan.lastTask()))
            .limit(ScheduleStore.MAX_DUE)
            .map(Plan::name)
            .toList(),
        List.of(),
        due.size() == ScheduleStore.MAX_DUE ? Duration.ZERO : untilNext(all),
        keeping.size());
  }

  private boolean isDue(@Nullable Long due) {
    return due != null && due <= now;
  }

  private static DueSchedules.Due shown(Plan plan) {
    return new DueSchedules.Due(
        plan.name(),
        plan.revision(),
        plan.schedule().timing(),
        plan.schedule().catchUp(),
        Instant.ofEpochMilli(Objects.requireNonNull(plan.due())),
        plan.task().payload().length);
  }

  private @Nullable Duration untilNext(Collection<Plan> all) {
    return all.stream()
        .map(Plan::due)
        .filter(due -> due != null && due > now)
        .min(Comparator.naturalOrder())
        .map(due -> Duration.ofMillis(due - now))
        .orElse(null);
  }

  AheadSchedules ahead(int offset) {
    List<Plan> later =
        queue.schedules.values().stream()
            .filter(plan -> isAhead(plan.due()))
            .sorted(Comparator.comparing((Plan plan) -> Objects.requireNonNull(plan.due())))
            .skip(offset)
            .limit(ScheduleStore.MAX_DUE)
            .toList();
    return new AheadSchedules(
        Instant.ofEpochMilli(now), later.size(), later.stream().map(Firing::ahead).toList());
  }

  private static AheadSchedules.Ahead ahead(Plan plan) {
    Long last = plan.lastFire();
    return new AheadSchedules.Ahead(
        plan.name(),
        plan.revision(),
        plan.schedule().timing(),
        Instant.ofEpochMilli(Objects.requireNonNull(plan.due())),
        last == null ? null : Instant.ofEpochMilli(last));
  }

  private boolean isAhead(@Nullable Long due) {
    return due != null && due > now;
  }

  List<ScheduleName> pull(List<AheadSchedules.Pull> pulls) {
    return pulls.stream().filter(this::pulled).map(pull -> pull.ahead().name()).toList();
  }

  private boolean pulled(AheadSchedules.Pull pull) {
    AheadSchedules.Ahead seen = pull.ahead();
    Plan plan = queue.schedules.get(seen.name());
    if (plan == null || !plan.revision().equals(seen.revision())) {
      return false;
    }
    Long due = plan.due();
    boolean pulls =
        due != null
            && due == seen.at().toEpochMilli()
            && isAhead(due)
            && pull.sooner().isBefore(seen.at());
    if (pulls) {
      plan.dueNext(pull.sooner());
    }
    return pulls;
  }

  Fired fire(List<PlannedFires> planned, List<ScheduleName> free) {
    for (ScheduleName name : free) {
      Plan plan = queue.schedules.get(name);
      if (plan != null) {
        fireWhatIsKept(plan);
      }
    }
    planned.forEach(this::fire);
    return new Fired(fired, skipped);
  }

  private void fire(PlannedFires planned) {
    DueSchedules.Due due = planned.due();
    Plan plan = queue.schedules.get(due.name());
    if (plan != null && plan.revision().equals(due.revision()) && isDueAt(plan, due.at())) {
      fire(plan, planned.plan());
    }
  }

  private boolean isDueAt(Plan plan, Instant instant) {
    Long at = plan.due();
    return at != null && at <= now && at == instant.toEpochMilli();
  }

  private void fire(Plan plan, FirePlan instants) {
    plan.dueNext(instants.next());
    fireWhatIsKept(plan);
    instants.fires().forEach(instant -> fire(plan, instant.toEpochMilli()));
  }

  private void fireWhatIsKept(Plan plan) {
    Long kept = plan.buffered();
    if (kept != null && hasEnded(plan.lastTask())) {
      plan.buffer(null);
      enqueue(plan, kept);
    }
  }

  private void fire(Plan plan, long instant) {
    boolean keepsNone = plan.buffered() == null;
    Overlap overlap = plan.schedule().overlap();
    if (overlap == Overlap.ALLOW || (keepsNone && hasEnded(plan.lastTask()))) {
      enqueue(plan, instant);
    } else if (overlap == Overlap.BUFFER && keepsNone) {
      plan.buffer(instant);
    } else {
      skip(plan);
    }
  }

  private void enqueue(Plan plan, long instant) {
    // The clock was set back and shows an instant again: this is another run, with its own id.
    Long last = plan.lastFire();
    boolean again = last != null && instant <= last;
    TaskId id = TaskId.stored(plan.name() + "." + instant + (again ? "." + now : ""));
    if (enqueued(plan, id)) {
      plan.fired(again ? last : instant, id);
      fired++;
    } else {
      skip(plan);
    }
  }

  private void skip(Plan plan) {
    plan.skipped();
    skipped++;
  }

  /** Now, whatever its timing; null when so many were fired so that there is no id for one more. */
  @Nullable TaskId outOfTurn(Plan plan) {
    for (long at = now; at <= now + OUT_OF_TURN_TRIES; at++) {
      TaskId id = TaskId.stored(plan.name() + "." + at + ".now");
      if (enqueued(plan, id)) {
        return id;
      }
    }
    return null;
  }

  private boolean enqueued(Plan plan, TaskId id) {
    if (Enqueuing.isDuplicate(queue, id)) {
      return false;
    }
    StoredTask task =
        new StoredTask(
            id,
            plan.task().type(),
            Instant.ofEpochMilli(now),
            plan.task().options(),
            plan.task().payload());
    Enqueuing.put(queue, new EnqueueItem(task, true, Duration.ZERO, null));
    return true;
  }

  private boolean hasEnded(@Nullable TaskId id) {
    return id == null || !queue.isAlive(id);
  }
}
