package io.sluice;

import static io.sluice.testing.TestEngine.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.schedule.Overlap;
import io.sluice.schedule.Schedule;
import io.sluice.schedule.ScheduleView;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.PayloadTooLargeException;
import io.sluice.task.UnknownScheduleException;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskType;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

/** Recurring tasks as a user of the engine puts them and runs them. */
class SchedulesTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final TaskType<String, String> REPORT =
      TaskType.of("report", String.class, String.class);
  private static final Schedule SECONDLY = Schedule.every(Duration.ofSeconds(1));
  private static final Schedule NIGHTLY = Schedule.cron("30 2 * * *", ZoneId.of("Europe/Berlin"));

  private final String queue = ENGINE.queue();
  private final String name = "schedule-" + queue;
  private final Schedules schedules = ENGINE.sluice().schedules();

  @Test
  void aScheduleRunsItsTaskAgainAndAgain() {
    ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();
    Worker worker = worker(ran);

    schedules.put(name, SECONDLY, queue, REPORT.with("weekly")).block(SOON);

    Eventually.eventually(() -> ran.size() >= 3);
    schedules.delete(name).block(SOON);
    worker.stop(Duration.ofSeconds(1)).block(SOON);
    assertThat(ran).allMatch(id -> id.matches(name + "\\.\\d{10}000"));
    assertThat(ran).doesNotHaveDuplicates();
    List<Long> instants =
        ran.stream().map(id -> Long.parseLong(id.substring(name.length() + 1))).sorted().toList();
    assertThat(instants.get(instants.size() - 1) - instants.get(0))
        .isEqualTo(1000L * (instants.size() - 1));
    assertThat(ENGINE.events(EngineEvent.SchedulesFired.class))
        .anyMatch(event -> event.queue().value().equals(queue));
  }

  @Test
  void aFireThatWasKeptRunsWhenTheLastTaskHasEnded() {
    ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();
    schedules.put(name, SECONDLY.overlap(Overlap.BUFFER), queue, REPORT.with("x")).block(SOON);
    Worker idle = ENGINE.sluice().worker(queue).handle(REPORT, task -> Mono.never()).start();
    Eventually.eventually(schedules.find(name), view -> view.past().buffered());
    schedules.pause(name).block(SOON);
    idle.stop(Duration.ZERO).block(SOON);
    Worker worker = worker(ran);

    Eventually.eventually(() -> ran.size() == 2);

    assertThat(schedules.find(name).block(SOON).past().buffered()).isFalse();
    worker.stop(Duration.ofSeconds(1)).block(SOON);
    schedules.delete(name).block(SOON);
  }

  @Test
  void aTriggerRunsTheTaskNow() {
    ConcurrentLinkedQueue<String> ran = new ConcurrentLinkedQueue<>();
    Worker worker = worker(ran);
    schedules.put(name, NIGHTLY, queue, REPORT.with("now")).block(SOON);

    TriggeredTask task = schedules.trigger(name).block(SOON);

    assertThat(task.queue().value()).isEqualTo(queue);
    assertThat(ENGINE.ended(queue, task.id().value()).payload())
        .isEqualTo("\"now\"".getBytes(UTF_8));
    worker.stop(Duration.ofSeconds(1)).block(SOON);
  }

  @Test
  void aPreviewShowsTheNextFires() {
    schedules.put(name, NIGHTLY, queue, REPORT.with("x")).block(SOON);

    List<Instant> preview = schedules.preview(name, 400).onErrorReturn(List.of()).block(SOON);
    assertThat(preview).isEmpty();
    preview = schedules.preview(name, 100).block(SOON);

    assertThat(preview).hasSize(100).isSorted();
    ScheduleView view = schedules.find(name).block(SOON);
    assertThat(preview.get(0)).isEqualTo(view.nextFireAt());
    assertThat(preview.get(1)).isEqualTo(NIGHTLY.timing().next(preview.get(0)));
    schedules.pause(name).block(SOON);
    assertThat(schedules.preview(name, 2).block(SOON)).isEqualTo(preview.subList(0, 2));
  }

  @Test
  void whatIsNotThereIsAnError() {
    for (Mono<?> call :
        List.<Mono<?>>of(
            schedules.find("gone"),
            schedules.delete("gone"),
            schedules.pause("gone"),
            schedules.resume("gone"),
            schedules.trigger("gone"),
            schedules.preview("gone", 1))) {
      assertThatExceptionOfType(UnknownScheduleException.class)
          .isThrownBy(() -> call.block(SOON))
          .withMessage("no schedule gone");
    }
  }

  @Test
  void whatCannotBePutIsRefused() {
    NewTask<String, String> task = REPORT.with("x");
    refused("/name", "a b", task);
    refused("/task/id", name, task.id("mine"));
    refused("/task/delay", name, task.delay(Duration.ofSeconds(1)));
    refused("/task/runAt", name, task.runAt(Instant.EPOCH));
    assertThatExceptionOfType(PayloadTooLargeException.class)
        .isThrownBy(
            () ->
                schedules
                    .put(
                        name,
                        NIGHTLY,
                        queue,
                        REPORT.with("x".repeat(SluiceConfig.DEFAULT_MAX_PAYLOAD_BYTES)))
                    .block(SOON));
    assertThat(schedules.names(null, 1000).block(SOON)).doesNotContain(name);
  }

  @Test
  void anEngineThatCaresForAllQueuesFiresWithoutAnyWorker() {
    SluiceConfig config = SluiceConfig.of(ENGINE.redis().uri()).withMaintainAllQueues(true);
    try (Sluice all = Sluice.builder(config).listener(event -> {}).connect()) {
      all.schedules().put(name, SECONDLY, queue, REPORT.with("x")).block(SOON);

      Eventually.eventually(all.schedules().find(name), view -> view.past().fired() >= 2);

      schedules.delete(name).block(SOON);
    }
  }

  private void refused(String pointer, String name, NewTask<String, String> task) {
    assertThatExceptionOfType(InvalidTaskException.class)
        .isThrownBy(() -> schedules.put(name, NIGHTLY, queue, task).block(SOON))
        .matches(refused -> refused.pointer().equals(pointer));
  }

  private Worker worker(ConcurrentLinkedQueue<String> ran) {
    return ENGINE
        .sluice()
        .worker(queue)
        .handle(REPORT, task -> Mono.fromRunnable(() -> ran.add(task.id().value())))
        .start();
  }
}
