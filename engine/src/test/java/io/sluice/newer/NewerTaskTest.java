package io.sluice.newer;

import static io.sluice.Work.ECHO;
import static io.sluice.Work.attempts;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.event.EngineEvent;
import io.sluice.remote.ClaimRequest;
import io.sluice.remote.RemoteTask;
import io.sluice.remote.Report;
import io.sluice.store.StoredTask;
import io.sluice.task.StoreCorruptedException;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.view.Ledger;
import io.sluice.task.view.TaskView;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

/** What an engine does with a task whose envelope a newer version of Sluice wrote. */
class NewerTaskTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final Newer newer = new Newer(ENGINE, queue);

  @Test
  void aWorkerGivesItBackAndANewerOneRunsIt() {
    String id = written(ECHO.with("x").retry(attempts(1)).group("g").priority(7));
    Worker worker = echoing();

    TaskView put = ENGINE.becomes(queue, id, TaskState.SCHEDULED);

    assertThat(put.attempt()).isZero();
    assertThat(put.crashes()).isZero();
    assertThat(newer.hash("attempts", id)).isNull();
    assertThat(ENGINE.events(EngineEvent.AttemptFailed.class))
        .noneMatch(event -> event.id().equals(put.id()));
    EngineEvent.VersionUnknown told = told(id);
    assertThat(told.type()).isEqualTo("echo");
    assertThat(told.delay()).isBetween(Duration.ofSeconds(4), Duration.ofMinutes(1));
    assertThat(told.why())
        .contains("a newer version of Sluice", "version 4", "knows versions up to 3");
    assertThat(balanced().unfinished()).isEqualTo(1);

    newer.reads(id);
    sluice.tasks().runNow(queue, id).block(SOON);

    assertThat(ENGINE.ended(queue, id).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ENGINE.find(queue, id).attempt()).isEqualTo(1);
    stop(worker);
  }

  @Test
  void itHoldsUpNoOtherTask() {
    for (int i = 0; i < 50; i++) {
      written(ECHO.with("newer"));
    }
    String id = enqueued(ECHO.with("x"));
    Worker worker = sluice.worker(queue).concurrency(1).handle(ECHO, task -> Mono.empty()).start();

    assertThat(ENGINE.ended(queue, id).state()).isEqualTo(TaskState.SUCCEEDED);

    assertThat(sluice.queues().find(queue).block(SOON).counts().scheduled()).isEqualTo(50);
    stop(worker);
  }

  @Test
  void itIsShownWithWhatAllVersionsHaveAndWithTheReason() {
    String id =
        written(ECHO.with("x").priority(6).tags(List.of("t")).timeout(Duration.ofSeconds(7)));

    TaskView found = ENGINE.find(queue, id);
    TaskView listed =
        sluice.tasks().list(queue, TaskState.READY, null, 10).block(SOON).tasks().get(0);

    assertThat(found).usingRecursiveComparison().isEqualTo(listed);
    assertThat(found.type()).isEqualTo("echo");
    assertThat(found.createdAt()).isAfter(java.time.Instant.parse("2020-01-01T00:00:00Z"));
    assertThat(found.options().priorityOrDefault()).isEqualTo(6);
    assertThat(found.options().tags()).containsExactly("t");
    assertThat(found.failure().type()).isEqualTo(StoredTask.NEWER);
    assertThat(found.failure().message()).contains(id, "newer version of Sluice", "version 4");
    assertThat(found.attempt()).isZero();
  }

  @Test
  void operatorsMayStillActOnIt() {
    String moved = written(ECHO.with("x"));
    String cancelled = written(ECHO.with("x"));
    String deleted = written(ECHO.with("x").delay(Duration.ofHours(1)));

    sluice.tasks().prioritize(queue, moved, 9).block(SOON);
    sluice.tasks().cancel(queue, cancelled).block(SOON);
    sluice.tasks().delete(queue, deleted).block(SOON);

    assertThat(ENGINE.find(queue, moved).options().priorityOrDefault()).isEqualTo(9);
    assertThat(newer.hash("tasks", moved)[2 + newer.hash("tasks", moved)[1]])
        .isEqualTo(Newer.VERSION);
    assertThat(ENGINE.find(queue, cancelled).state()).isEqualTo(TaskState.CANCELLED);
    balanced();
  }

  @Test
  void whoeverReceivesTasksGetsTheOthers() {
    String id = written(ECHO.with("newer"));
    enqueued(ECHO.with("x"));

    String received =
        sluice
            .receive(queue, ECHO)
            .next()
            .flatMap(one -> one.succeed(null).thenReturn(one.payload()))
            .block(SOON);

    assertThat(received).isEqualTo("x");
    assertThat(ENGINE.becomes(queue, id, TaskState.SCHEDULED).attempt()).isZero();
    assertThat(told(id).type()).isEqualTo("echo");
  }

  @Test
  void aWorkerElsewhereGetsTheOthers() {
    String id = written(ECHO.with("newer"));
    String other = enqueued(ECHO.with("x"));

    List<RemoteTask> claimed = claimedElsewhere();

    assertThat(claimed).extracting(one -> one.task().id().value()).containsExactly(other);
    assertThat(ENGINE.becomes(queue, id, TaskState.SCHEDULED).attempt()).isZero();
    assertThat(newer.hash("attempts", id)).isNull();
    assertThat(told(id).type()).isEqualTo("echo");
  }

  @Test
  void aTaskThatIsFollowedInANewerWayIsGivenBack() {
    String id = enqueued(ECHO.with("x").then(queue, ECHO.with("y")));
    byte[] envelope = newer.hash("tasks", id);
    envelope[lastEcho(envelope) - 3] = Newer.VERSION;
    newer.put("tasks", id, envelope);
    Worker worker = echoing();

    assertThat(ENGINE.becomes(queue, id, TaskState.SCHEDULED).type()).isEqualTo("echo");
    stop(worker);
  }

  /** The gateway that gives a task out may be newer than the one that is told of its end. */
  @Test
  void theEndOfARunIsNotTakenWhereItIsNotKnownWhatFollows() {
    String id = enqueued(ECHO.with("x").then(queue, ECHO.with("y")));
    RemoteTask claimed = claimedElsewhere().get(0);
    newer.wrote(id);

    assertThatThrownBy(
            () ->
                sluice
                    .remote(queue)
                    .settle(
                        claimed.task().worker(),
                        List.of(
                            new Report(
                                claimed.task().id(),
                                claimed.token(),
                                new Report.Ended.Succeeded(new byte[0]))))
                    .block(SOON))
        .isInstanceOf(StoreCorruptedException.class)
        .hasMessageContaining("newer version of Sluice");
    assertThat(ENGINE.find(queue, id).state()).isEqualTo(TaskState.RUNNING);
  }

  @ParameterizedTest
  @ValueSource(bytes = {0, 32, 120, -1})
  void whatNoVersionWillBeIsDamageAndIsBuried(byte version) {
    String id = enqueued(ECHO.with("x"));
    newer.version(id, version);
    Worker worker = echoing();

    assertThat(ENGINE.becomes(queue, id, TaskState.DEAD).failure().message())
        .contains("which there is not");
    stop(worker);
  }

  private static int lastEcho(byte[] envelope) {
    return new String(envelope, java.nio.charset.StandardCharsets.ISO_8859_1).lastIndexOf("echo");
  }

  private EngineEvent.VersionUnknown told(String id) {
    return ENGINE.events(EngineEvent.VersionUnknown.class).stream()
        .filter(event -> event.id().value().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private List<RemoteTask> claimedElsewhere() {
    return sluice
        .remote(queue)
        .claim(new ClaimRequest(null, 10, Duration.ofSeconds(2), Set.of("echo")))
        .block(SOON)
        .tasks();
  }

  private Ledger balanced() {
    Ledger ledger = ENGINE.audit(queue);
    assertThat(ledger.balanced()).isTrue();
    return ledger;
  }

  private Worker echoing() {
    return sluice.worker(queue).handle(ECHO, task -> Mono.just(task.payload())).start();
  }

  private static void stop(Worker worker) {
    worker.stop(Duration.ZERO).block(SOON);
  }

  private String written(NewTask<?, ?> task) {
    String id = enqueued(task);
    newer.wrote(id);
    return id;
  }

  private String enqueued(NewTask<?, ?> task) {
    return sluice.enqueue(queue, task).block(SOON).id().value();
  }
}
