package io.sluice.format;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.schedule.ScheduleView;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.batch.BatchState;
import io.sluice.task.batch.BatchView;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.enqueue.Unique.OnConflict;
import io.sluice.task.view.BulkAction;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.TaskView;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

/**
 * What lies in a Redis of each format is read, and goes on; and the code writes the newest format
 * as it was when it was settled. {@code CONTRIBUTING.md} says what to do when it does not.
 */
class FixtureTest {
  private static final String CHANGED =
      """
      The code does not write to Redis what the fixture of its format has. Engines of the last
      version, which run beside this one in a rolling upgrade, may not read what it writes now.
      If they skip what is new, add it to the fixture: run this test with -Dfixture.write=true.
      If they would misread it, this is a new format: see "Formats" in CONTRIBUTING.md.\
      """;

  /** The first format in which queues may be divided. */
  private static final int DIVIDES = 2;

  private static final List<QueueName> QUEUES =
      List.of(
          FixtureScene.STATES,
          FixtureScene.KEYS,
          FixtureScene.LANES,
          FixtureScene.FLOW,
          FixtureScene.TARGET,
          FixtureScene.HOME,
          FixtureScene.PLANS,
          FixtureScene.GIFTS);

  private final List<EngineEvent> events = new ArrayList<>();

  @Test
  void theCodeWritesItsFormatAsTheFixtureHasIt() throws IOException {
    List<String> written;
    try (Fixture fixture = new Fixture()) {
      written = fixture.written();
    }
    if (Boolean.getBoolean("fixture.write")) {
      Files.createDirectories(Fixture.file(Format.KNOWN).getParent());
      Files.write(Fixture.file(Format.KNOWN), written, US_ASCII);
    }

    assertThat(Dump.shapes(written))
        .as(CHANGED)
        .containsExactlyElementsOf(Dump.shapes(Fixture.lines(Format.KNOWN)));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void whatIsThereIsReadInEachState(int format) throws IOException {
    try (Fixture fixture = new Fixture()) {
      Sluice sluice = engine(fixture.loaded(format).uri());
      assertStates(sluice);
      assertRunsAndKeys(sluice);
      assertLanes(sluice);
      assertBatch(sluice);
      assertSchedules(sluice);
      if (format >= DIVIDES) {
        find(sluice, "divided", "divided-0", TaskState.READY);
        find(sluice, "divided", "divided-1", TaskState.READY);
      }
      for (QueueName queue : QUEUES) {
        assertThat(sluice.queues().audit(queue.value()).block(SOON).balanced())
            .as("ledger of %s", queue)
            .isTrue();
      }
      stop(sluice);
    }
  }

  private static void assertStates(Sluice sluice) {
    assertThat(result(sluice, "states", "succeeded-1")).isEqualTo("\"done\"");
    assertThat(result(sluice, "states", "listed-1")).isEqualTo("\"listed\"");
    TaskView retrying = find(sluice, "states", "retrying-1", TaskState.RETRYING);
    assertThat(retrying.failure().message()).isEqualTo("not now");
    assertThat(retrying.failure().trace()).isEqualTo("a\n\tb");
    assertThat(retrying.attempt()).isEqualTo(1);
    assertThat(find(sluice, "states", "dead-1", TaskState.DEAD).failure().worker())
        .isEqualTo("w-states");
    find(sluice, "states", "cancelled-1", TaskState.CANCELLED);
    find(sluice, "states", "expired-1", TaskState.EXPIRED);
    find(sluice, "states", "in-time-1", TaskState.READY);
    find(sluice, "states", "delayed-1", TaskState.SCHEDULED);
    assertThat(find(sluice, "states", "later-1", TaskState.SCHEDULED).runAt())
        .isEqualTo("2099-01-01T00:00:00Z");
    assertThat(find(sluice, "states", "deflated-1", TaskState.READY).payload()).hasSize(2_002);
    TaskView ready = find(sluice, "states", "ready-1", TaskState.READY);
    assertThat(ready.options().headers()).containsEntry("name", "value");
    assertThat(ready.options().tags()).containsExactly("tag");
    assertThat(ready.options().timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(ready.options().retryOrDefault().maxAttempts()).isEqualTo(3);
    assertThat(ready.createdAt()).isEqualTo("2023-05-01T00:00:00Z");
    assertThat(sluice.queues().bulkActions("states").block(SOON))
        .extracting(BulkAction::kind)
        .containsExactly(BulkAction.Kind.REDRIVE);
  }

  private static void assertRunsAndKeys(Sluice sluice) {
    TaskView running = find(sluice, "states", "running-1", TaskState.RUNNING);
    assertThat(running.worker()).isEqualTo("w-states");
    assertThat(running.progress().message()).isEqualTo("half");
    assertThat(running.log()).extracting(line -> line.text()).containsExactly("a line");
    find(sluice, "keys", "newest-1", TaskState.RUNNING);
    find(sluice, "keys", "newest-2", TaskState.SCHEDULED);
    find(sluice, "keys", "debounced-1", TaskState.SCHEDULED);
    find(sluice, "keys", "window-1", TaskState.READY);
    find(sluice, "keys", "request-1", TaskState.READY);
    QueueView keys = sluice.queues().find("keys").block(SOON);
    assertThat(keys.pause().reason()).isEqualTo("for the fixture");
    assertThatThrownBy(
            () ->
                sluice
                    .enqueue(
                        "keys", ECHO.with("x").unique(new Unique("order", null, OnConflict.REJECT)))
                    .block(SOON))
        .isInstanceOf(DuplicateTaskException.class);
    find(sluice, "gifts", "given-1", TaskState.RUNNING);
  }

  private static void assertLanes(Sluice sluice) {
    QueueView lanes = sluice.queues().find("lanes").block(SOON);
    assertThat(lanes.settings().maxConcurrency()).isEqualTo(64);
    assertThat(lanes.settings().groups().get("a").weight()).isEqualTo(3);
    assertThat(lanes.settings().rateLimit().limit()).isEqualTo(1_000);
    TaskView laned = sluice.tasks().find("lanes", "a-2").block(SOON);
    assertThat(laned.options().group()).isEqualTo("a");
    assertThat(laned.options().priority()).isEqualTo(8);
    assertThat(laned.options().cost()).isEqualTo(3);
    find(sluice, "lanes", "urgent-2", TaskState.READY);
  }

  private static void assertBatch(Sluice sluice) {
    BatchView batch = sluice.batches().of(FixtureScene.BATCH).view().block(SOON);
    assertThat(batch.name()).isEqualTo("fixture");
    assertThat(batch.state()).isEqualTo(BatchState.SEALED);
    assertThat(batch.counts().succeeded()).isEqualTo(1);
  }

  private static void assertSchedules(Sluice sluice) {
    assertThat(sluice.schedules().names(null, 10).block(SOON)).containsExactly("nightly", "often");
    ScheduleView nightly = sluice.schedules().find("nightly").block(SOON);
    assertThat(nightly.paused()).isTrue();
    assertThat(nightly.error()).isNull();
    assertThat(sluice.schedules().find("often").block(SOON).past().fired()).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("formats")
  void whatIsThereGoesOnAndEnds(int format) throws IOException {
    try (Fixture fixture = new Fixture()) {
      Sluice sluice = engine(fixture.loaded(format).uri());
      sluice.queues().resume("keys").block(SOON);
      sluice.tasks().retry("states", "dead-1").block(SOON);
      sluice.tasks().runNow("states", "later-1").block(SOON);
      for (QueueName queue : QUEUES) {
        sluice.worker(queue.value()).handle(ECHO, task -> Mono.just(task.payload())).start();
      }

      Stream.of(
              "states/succeeded-1 states/listed-1 states/retrying-1 states/dead-1 states/running-1",
              "states/in-time-1 states/delayed-1 states/later-1 states/deflated-1 states/ready-1",
              "keys/newest-2 keys/unique-1 keys/window-1 keys/request-1 keys/debounced-1",
              "lanes/a-1 lanes/a-2 lanes/b-1 lanes/c-1 lanes/urgent-1 lanes/urgent-2",
              "flow/followed-1 flow/followed-2 target/follows-1 target/follows-2",
              "home/member-1 home/member-2 target/member-3 home/complete-1 gifts/given-1")
          .flatMap(line -> Stream.of(line.split(" ")))
          .map(one -> one.split("/"))
          .forEach(one -> ends(sluice, one[0], one[1], TaskState.SUCCEEDED));
      if (format >= DIVIDES) {
        sluice.worker("divided").handle(ECHO, task -> Mono.just(task.payload())).start();
        sluice.queues().divide("divided", 3).block(SOON);
        ends(sluice, "divided", "divided-0", TaskState.SUCCEEDED);
        ends(sluice, "divided", "divided-1", TaskState.SUCCEEDED);
        assertThat(sluice.queues().partitions("divided").block(SOON)).isEqualTo(3);
        eventually(sluice.queues().audit("divided"), ledger -> ledger.balanced());
      }
      ends(sluice, "keys", "newest-1", TaskState.CANCELLED);
      assertThat(sluice.tasks().find("states", "running-1").block(SOON).crashes()).isEqualTo(1);
      BatchView batch = sluice.batches().of(FixtureScene.BATCH).ended().block(SOON);
      assertThat(batch.state()).isEqualTo(BatchState.COMPLETE);
      assertThat(
              sluice
                  .batches()
                  .of(FixtureScene.BATCH)
                  .results(ECHO)
                  .map(one -> one.id().value())
                  .collectList()
                  .block(SOON))
          .containsExactlyInAnyOrder("member-1", "member-2", "member-3");
      eventually(sluice.schedules().find("often"), often -> often.past().fired() > 1);
      sluice.schedules().delete("often").block(SOON);
      eventually(
          sluice.queues().bulkActions("states"),
          acts -> acts.get(0).progress() == BulkAction.Progress.DONE);
      for (QueueName queue : QUEUES) {
        eventually(sluice.queues().audit(queue.value()), ledger -> ledger.balanced());
      }
      stop(sluice);
    }
  }

  static List<Integer> formats() {
    return Stream.iterate(1, format -> format + 1).limit(Format.KNOWN).toList();
  }

  private Sluice engine(String uri) {
    return Sluice.builder(SluiceConfig.of(uri)).listener(events::add).connect();
  }

  private static void stop(Sluice sluice) {
    sluice.stop(Duration.ofSeconds(1)).block(SOON);
  }

  private static void ends(Sluice sluice, String queue, String id, TaskState state) {
    TaskView ended =
        eventually(
            sluice
                .tasks()
                .find(queue, id)
                .onErrorResume(UnknownTaskException.class, comesLater -> Mono.empty()),
            task -> task.state() == state || task.state() == TaskState.DEAD);
    assertThat(ended.state()).as("%s of %s", id, queue).isEqualTo(state);
  }

  private static TaskView find(Sluice sluice, String queue, String id, TaskState state) {
    TaskView found = sluice.tasks().find(queue, id).block(SOON);
    assertThat(found).as("%s of %s", id, queue).isNotNull();
    assertThat(found.state()).as("%s of %s", id, queue).isEqualTo(state);
    return found;
  }

  private static String result(Sluice sluice, String queue, String id) {
    return new String(find(sluice, queue, id, TaskState.SUCCEEDED).result(), UTF_8);
  }
}
