package io.sluice.store;

import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Retention;
import io.sluice.protocol.ScheduleStore;
import io.sluice.schedule.CatchUp;
import io.sluice.schedule.FirePlan;
import io.sluice.schedule.Overlap;
import io.sluice.schedule.Schedule;
import io.sluice.schedule.ScheduleView;
import io.sluice.schedule.TaskTemplate;
import io.sluice.store.DueSchedules.Due;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.OverloadedException;
import io.sluice.task.ScheduleName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.testing.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

/** Schedules: where they are, what they fire, and that nothing fires twice. */
interface RecurringContract extends ContractSetup {
  Schedule SECONDLY = Schedule.every(Duration.ofSeconds(1));
  Schedule NEVER_NOW = Schedule.cron("0 0 29 2 *", ZoneId.of("Europe/Berlin"));

  @Test
  default void aScheduleIsShownAsItWasPut() {
    TestQueue queue = queue();
    ScheduleName name = nameOf(queue);
    TaskOptions options =
        new TaskOptions(
            Duration.ofSeconds(9),
            null,
            Map.of("a", "b"),
            List.of("t"),
            Duration.ofSeconds(7),
            Duration.ofHours(1));
    Schedule schedule = NEVER_NOW.overlap(Overlap.SKIP).catchUp(CatchUp.ALL);
    TaskTemplate task = new TaskTemplate("report", options, bytes("payload"));

    assertThat(now(schedules(queue).put(new StoredSchedule(name, queue.name(), schedule, task))))
        .isTrue();

    ScheduleView view = now(schedules(queue).find(name));
    assertThat(view.schedule()).isEqualTo(schedule);
    assertThat(view.queue()).isEqualTo(queue.name());
    assertThat(view.task().type()).isEqualTo("report");
    assertThat(view.task().options()).isEqualTo(options);
    assertThat(view.task().payload()).isEqualTo(bytes("payload"));
    assertThat(view.nextFireAt()).isEqualTo(schedule.timing().next(queue.store().now()));
    assertThat(view.paused()).isFalse();
    assertThat(view.past()).isEqualTo(new ScheduleView.Past(null, null, 0, 0, false));
  }

  @Test
  default void whatIsNotThereIsNotFound() {
    TestQueue queue = queue();
    ScheduleName name = nameOf(queue);
    ScheduleStore schedules = schedules(queue);

    assertThat(schedules.find(name).blockOptional()).isEmpty();
    assertThat(schedules.trigger(name).blockOptional()).isEmpty();
    assertThat(now(schedules.remove(name))).isFalse();
    assertThat(now(schedules.pause(name, true))).isFalse();
    assertThat(now(schedules.due(queue.name())).next()).isNull();
  }

  @Test
  default void anInstantFiresOnceThoughManyPlannedIt() {
    TestQueue queue = queue();
    put(queue, SECONDLY);
    DueSchedules due = due(queue);
    PlannedFires planned = planned(due);

    Fired fired =
        Flux.range(0, 20)
            .flatMap(i -> schedules(queue).fire(queue.name(), List.of(planned), List.of()), 20)
            .reduce(Fired.NOTHING, Fired::plus)
            .block();

    assertThat(fired).isEqualTo(new Fired(1, 0));
    TaskId id = TaskId.of(nameOf(queue) + "." + due.due().get(0).at().toEpochMilli());
    queue.assertState(id, TaskState.READY);
    assertThat(queue.find(id).createdAt())
        .isBetween(due.due().get(0).at(), queue.store().now().plusMillis(50));
    assertThat(queue.totals().accepted()).isEqualTo(1);
    ScheduleView view = now(schedules(queue).find(nameOf(queue)));
    assertThat(view.past())
        .isEqualTo(new ScheduleView.Past(due.due().get(0).at(), id, 1, 0, false));
    assertThat(view.nextFireAt()).isEqualTo(planned.plan().next());
  }

  @Test
  default void anInstantDoesNotFireAgainThoughItsTaskIsGone() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    put(queue, SECONDLY);
    PlannedFires planned = planned(due(queue));
    fire(queue, planned);
    queue.settle(queue.session().claim(), new Outcome.Succeed(new byte[0]));
    assertThat(queue.find(firstId(queue, planned))).isNull();

    assertThat(fire(queue, planned)).isEqualTo(Fired.NOTHING);
  }

  /** As after a clock that was set back: it is due an hour ahead though it fires each second. */
  @Test
  default void aScheduleThatIsDueFurtherAwayThanItsPeriodIsPulledInOnceAndFiresAgain() {
    TestQueue queue = queue();
    put(queue, SECONDLY);
    Due due = due(queue).due().get(0);
    Instant far = due.at().plus(Duration.ofHours(1));
    fire(queue, new PlannedFires(due, new FirePlan(List.of(due.at()), far)));
    assertThat(now(schedules(queue).due(queue.name())).due()).isEmpty();

    AheadSchedules seen = now(schedules(queue).ahead(queue.name(), 0));
    assertThat(seen.looked()).isEqualTo(1);
    AheadSchedules.Ahead ahead = seen.ahead().get(0);
    assertThat(ahead.at()).isEqualTo(far);
    assertThat(ahead.last()).isEqualTo(due.at());
    Instant sooner = FirePlan.sooner(ahead.timing(), far, ahead.last(), seen.now());
    assertThat(sooner).isNotNull().isBefore(seen.now().plusSeconds(3));
    AheadSchedules.Pull pull = new AheadSchedules.Pull(ahead, sooner);

    assertThat(now(schedules(queue).pull(queue.name(), List.of(pull))))
        .containsExactly(nameOf(queue));
    assertThat(now(schedules(queue).pull(queue.name(), List.of(pull)))).isEmpty();
    assertThat(fire(queue, planned(due(queue))).fired()).isPositive();
    assertThat(now(schedules(queue).ahead(queue.name(), 1)).looked()).isZero();
  }

  @Test
  default void aScheduleThatWasPutOrPausedMeanwhileIsNotPulledIn() {
    TestQueue queue = queue();
    put(queue, NEVER_NOW);
    AheadSchedules seen = now(schedules(queue).ahead(queue.name(), 0));
    AheadSchedules.Ahead ahead = seen.ahead().get(0);
    AheadSchedules.Pull pull = new AheadSchedules.Pull(ahead, ahead.at().minusSeconds(60));
    assertThat(FirePlan.sooner(ahead.timing(), ahead.at(), ahead.last(), seen.now())).isNull();

    now(schedules(queue).pause(nameOf(queue), true));
    assertThat(now(schedules(queue).pull(queue.name(), List.of(pull)))).isEmpty();
    now(schedules(queue).pause(nameOf(queue), false));
    put(queue, NEVER_NOW);
    assertThat(now(schedules(queue).pull(queue.name(), List.of(pull)))).isEmpty();
    assertThat(now(schedules(queue).find(nameOf(queue))).nextFireAt()).isEqualTo(ahead.at());
  }

  @Test
  default void aTaskOfAFireExpiresCountedFromItsFire() {
    TestQueue queue = queue();
    TaskOptions options =
        new TaskOptions(null, null, Map.of(), List.of(), Duration.ofMillis(1), null);
    TaskTemplate task = new TaskTemplate("report", options, bytes("p"));
    now(schedules(queue).put(new StoredSchedule(nameOf(queue), queue.name(), SECONDLY, task)));
    PlannedFires planned = planned(due(queue));
    fire(queue, planned);

    Eventually.eventually(
        () -> {
          queue.expire();
          return queue.find(firstId(queue, planned)).state() == TaskState.EXPIRED;
        });
    queue.assertBalanced();
  }

  @Test
  default void aPlanForAScheduleThatWasReplacedDoesNothing() {
    TestQueue queue = queue();
    put(queue, SECONDLY);
    PlannedFires planned = planned(due(queue));
    put(queue, SECONDLY);

    assertThat(fire(queue, planned)).isEqualTo(Fired.NOTHING);
    assertThat(fire(queue, planned(due(queue)))).isEqualTo(new Fired(1, 0));
  }

  @Test
  default void puttingTheSameTimingAgainKeepsTheInstantThatIsDue() {
    TestQueue queue = queue();
    put(queue, SECONDLY);
    Instant at = due(queue).due().get(0).at();

    assertThat(put(queue, SECONDLY.overlap(Overlap.SKIP))).isFalse();

    assertThat(due(queue).due().get(0).at()).isEqualTo(at);
    assertThat(put(queue, NEVER_NOW)).isFalse();
    assertThat(now(schedules(queue).due(queue.name())).due()).isEmpty();
  }

  @Test
  default void aFireIsSkippedWhileTheLastTaskHasNotEnded() {
    TestQueue queue = queue();
    put(queue, SECONDLY.overlap(Overlap.SKIP));
    fire(queue, planned(due(queue)));

    assertThat(fire(queue, planned(due(queue)))).isEqualTo(new Fired(0, 1));
    queue.settle(queue.session().claim(), new Outcome.Succeed(new byte[0]));
    assertThat(fire(queue, planned(due(queue)))).isEqualTo(new Fired(1, 0));
    ScheduleView.Past past = now(schedules(queue).find(nameOf(queue))).past();
    assertThat(past.fired()).isEqualTo(2);
    assertThat(past.skipped()).isEqualTo(1);
  }

  @Test
  default void aTaskThatIsDeadHasEnded() {
    TestQueue queue = queue();
    put(queue, SECONDLY.overlap(Overlap.SKIP));
    fire(queue, planned(due(queue)));
    queue.settle(queue.session().claim(), new Outcome.Bury(Failure.of("T", "no")));

    assertThat(fire(queue, planned(due(queue)))).isEqualTo(new Fired(1, 0));
  }

  @Test
  default void oneFireIsKeptUntilTheLastTaskHasEnded() {
    TestQueue queue = queue();
    put(queue, SECONDLY.overlap(Overlap.BUFFER));
    fire(queue, planned(due(queue)));
    PlannedFires second = planned(due(queue));

    assertThat(fire(queue, second)).isEqualTo(Fired.NOTHING);
    assertThat(fire(queue, planned(due(queue)))).isEqualTo(new Fired(0, 1));
    DueSchedules waiting = now(schedules(queue).due(queue.name()));
    assertThat(waiting.kept()).isEqualTo(1);
    assertThat(waiting.free()).isEmpty();
    assertThat(now(schedules(queue).find(nameOf(queue))).past().buffered()).isTrue();

    queue.settle(queue.session().claim(), new Outcome.Succeed(new byte[0]));
    List<ScheduleName> free = now(schedules(queue).due(queue.name())).free();
    assertThat(free).containsExactly(nameOf(queue));
    assertThat(now(schedules(queue).fire(queue.name(), List.of(), free)))
        .isEqualTo(new Fired(1, 0));
    assertThat(now(schedules(queue).fire(queue.name(), List.of(), free))).isEqualTo(Fired.NOTHING);
    queue.assertState(firstId(queue, second), TaskState.READY);
  }

  @Test
  default void aPausedScheduleFiresNothingAndKeepsWhatItMissed() {
    TestQueue queue = queue();
    put(queue, SECONDLY);
    DueSchedules due = due(queue);
    assertThat(now(schedules(queue).pause(nameOf(queue), true))).isTrue();
    assertThat(now(schedules(queue).pause(nameOf(queue), true))).isTrue();

    assertThat(fire(queue, planned(due))).isEqualTo(Fired.NOTHING);
    assertThat(now(schedules(queue).due(queue.name())).due()).isEmpty();
    ScheduleView view = now(schedules(queue).find(nameOf(queue)));
    assertThat(view.paused()).isTrue();
    assertThat(view.nextFireAt()).isNull();
    put(queue, SECONDLY.catchUp(CatchUp.ALL));
    assertThat(now(schedules(queue).find(nameOf(queue))).paused()).isTrue();

    assertThat(now(schedules(queue).pause(nameOf(queue), false))).isTrue();
    assertThat(due(queue).due().get(0).at()).isEqualTo(due.due().get(0).at());
  }

  @Test
  default void aTriggerEnqueuesEachTimeAndLeavesThePlanAlone() {
    TestQueue queue = queue();
    put(queue, NEVER_NOW.overlap(Overlap.SKIP));
    now(schedules(queue).pause(nameOf(queue), true));

    List<ScheduleStore.Triggered> triggered =
        Flux.range(0, 50)
            .flatMap(i -> schedules(queue).trigger(nameOf(queue)), 50)
            .collectList()
            .block();

    assertThat(triggered).hasSize(50).doesNotHaveDuplicates();
    assertThat(triggered).allMatch(task -> task.queue().equals(queue.name()));
    triggered.forEach(task -> queue.assertState(task.id(), TaskState.READY));
    ScheduleView view = now(schedules(queue).find(nameOf(queue)));
    assertThat(view.paused()).isTrue();
    assertThat(view.past().lastFireAt()).isNull();
  }

  @Test
  default void aScheduleThatMovesFiresOnlyWhereItIs() {
    TestQueue queue = queue();
    TestQueue other = queue();
    put(queue, SECONDLY);
    DueSchedules due = due(queue);
    now(schedules(queue).pause(nameOf(queue), true));

    StoredSchedule moved = new StoredSchedule(nameOf(queue), other.name(), SECONDLY, template());
    assertThat(now(schedules(queue).put(moved))).isFalse();

    assertThat(fire(queue, planned(due))).isEqualTo(Fired.NOTHING);
    ScheduleView view = now(schedules(queue).find(nameOf(queue)));
    assertThat(view.queue()).isEqualTo(other.name());
    assertThat(view.paused()).isTrue();
    now(schedules(queue).pause(nameOf(queue), false));
    assertThat(due(other).due()).hasSize(1);
  }

  @Test
  default void aDeletedScheduleIsGoneAndItsTasksStay() {
    TestQueue queue = queue();
    put(queue, SECONDLY);
    PlannedFires planned = planned(due(queue));
    fire(queue, planned);

    assertThat(now(schedules(queue).remove(nameOf(queue)))).isTrue();
    assertThat(now(schedules(queue).remove(nameOf(queue)))).isFalse();

    assertThat(schedules(queue).find(nameOf(queue)).blockOptional()).isEmpty();
    assertThat(now(schedules(queue).due(queue.name())).next()).isNull();
    queue.assertState(firstId(queue, planned), TaskState.READY);
  }

  @Test
  default void namesAreListedInOrderPartByPart() {
    TestQueue queue = queue();
    List<String> names = List.of("", "-a", ".b", "0", "A", "_", "a", "a-b", "ab");
    names.forEach(
        suffix ->
            now(
                schedules(queue)
                    .put(
                        new StoredSchedule(
                            ScheduleName.of("list" + queue.name() + suffix),
                            queue.name(),
                            NEVER_NOW,
                            template()))));

    ScheduleName before = ScheduleName.of("list" + queue.name());
    List<ScheduleName> first = now(schedules(queue).names(before, 3));
    List<ScheduleName> second = now(schedules(queue).names(first.get(2), 5));

    assertThat(first)
        .extracting(each -> each.value().substring(before.value().length()))
        .containsExactly("-a", ".b", "0");
    assertThat(second)
        .extracting(each -> each.value().substring(before.value().length()))
        .containsExactly("A", "_", "a", "a-b", "ab");
  }

  @Test
  default void ofManyWhoPutOneNameIntoDifferentQueuesOneIsLeft() {
    List<TestQueue> queues = List.of(queue(), queue(), queue(), queue());
    ScheduleStore schedules = schedules(queues.get(0));
    ScheduleName name = ScheduleName.of("fought-" + queues.get(0).name());

    Flux.range(0, 40)
        .flatMap(
            i ->
                schedules.put(
                    new StoredSchedule(
                        name, queues.get(i % queues.size()).name(), SECONDLY, template())),
            4)
        .onErrorContinue(OverloadedException.class, (lost, entry) -> {})
        .then()
        .block();
    queues.forEach(queue -> schedules.mend(queue.name()).block());

    ScheduleView view = now(schedules.find(name));
    Eventually.eventually(
        schedules.due(view.queue()),
        due -> due.due().stream().anyMatch(d -> d.name().equals(name)));
    assertThat(queues)
        .filteredOn(queue -> !now(schedules.due(queue.name())).due().isEmpty())
        .extracting(TestQueue::name)
        .containsExactly(view.queue());
  }

  /** The schedule of a queue, one each. */
  private static ScheduleName nameOf(TestQueue queue) {
    return ScheduleName.of("of-" + queue.name());
  }

  private static boolean put(TestQueue queue, Schedule schedule) {
    return now(
        schedules(queue)
            .put(new StoredSchedule(nameOf(queue), queue.name(), schedule, template())));
  }

  private static DueSchedules due(TestQueue queue) {
    return Eventually.eventually(schedules(queue).due(queue.name()), due -> !due.due().isEmpty());
  }

  /** Only the first instant, and then the one a second later. */
  private static PlannedFires planned(DueSchedules schedules) {
    Due due = schedules.due().get(0);
    return new PlannedFires(due, new FirePlan(List.of(due.at()), due.timing().next(due.at())));
  }

  private static Fired fire(TestQueue queue, PlannedFires planned) {
    return now(schedules(queue).fire(queue.name(), List.of(planned), List.of()));
  }

  private static TaskId firstId(TestQueue queue, PlannedFires planned) {
    return TaskId.of(nameOf(queue) + "." + planned.plan().fires().get(0).toEpochMilli());
  }

  private static TaskTemplate template() {
    return new TaskTemplate("report", TaskOptions.NONE, bytes("p"));
  }

  private static ScheduleStore schedules(TestQueue queue) {
    return queue.store().schedules();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
