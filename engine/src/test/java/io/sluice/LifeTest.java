package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.Work.attempts;
import static io.sluice.testing.TestEngine.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.event.TaskEvent;
import io.sluice.task.StateConflictException;
import io.sluice.task.TaskFailedException;
import io.sluice.task.TaskState;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.view.LogLine;
import io.sluice.task.view.TaskPage;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** What may happen to one task between its enqueue and the day on which it is forgotten. */
class LifeTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final Duration LATER = Duration.ofHours(1);

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();

  @Test
  void whatHasNotBegunInTimeExpiresAndIsNeverRun() {
    List<String> ran = new CopyOnWriteArrayList<>();
    String ready = enqueue(ECHO.with("late").expiresIn(Duration.ofMillis(50)));
    String delayed =
        enqueue(ECHO.with("late").delay(Duration.ofMillis(49)).expiresIn(Duration.ofMillis(50)));
    String inTime = enqueue(ECHO.with("in time").expiresIn(LATER));

    ENGINE.becomes(queue, inTime, TaskState.READY);
    Eventually.eventually(
        () ->
            sluice
                .tasks()
                .find(queue, ready)
                .block(SOON)
                .createdAt()
                .isBefore(ENGINE.store().now().minusMillis(100)));
    sluice
        .worker(queue)
        .handle(ECHO, task -> Mono.fromRunnable(() -> ran.add(task.payload())))
        .start();

    assertThat(ENGINE.ended(queue, inTime).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ENGINE.ended(queue, ready).state()).isEqualTo(TaskState.EXPIRED);
    assertThat(ENGINE.ended(queue, delayed).state()).isEqualTo(TaskState.EXPIRED);
    assertThat(ran).containsExactly("in time");
    assertThatThrownBy(() -> sluice.tasks().await(queue, ready).map(LifeTest::orFail).block(SOON))
        .isInstanceOf(TaskFailedException.class);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void whatHasBegunOnceDoesNotExpireWhileItWaitsForItsNextAttempt() {
    List<Integer> runs = new CopyOnWriteArrayList<>();
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task -> {
              runs.add(task.attempt());
              return task.attempt() == 1
                  ? Mono.error(new IllegalStateException("not yet"))
                  : Mono.just("done");
            })
        .start();
    String id =
        enqueue(
            ECHO.with("x")
                .expiresIn(Duration.ofMillis(500))
                .retry(RetryPolicy.fixed(2, Duration.ofMillis(700))));

    assertThat(ENGINE.ended(queue, id).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(runs).containsExactly(1, 2);
  }

  @Test
  void aRetentionOfItsOwnGoesBeforeThatOfTheQueue() {
    sluice.worker(queue).handle(ECHO, task -> Mono.just("done")).start();
    String gone = enqueue(ECHO.with("x").retention(Duration.ZERO));
    String shortly = enqueue(ECHO.with("x").retention(Duration.ofMillis(300)));
    String longer = enqueue(ECHO.with("x").retention(LATER));

    assertThat(ENGINE.ended(queue, longer).result()).asString(UTF_8).isEqualTo("\"done\"");
    Eventually.eventually(() -> isUnknown(gone));
    Eventually.eventually(() -> isUnknown(shortly));
    assertThat(ENGINE.find(queue, longer).state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void failuresAreKeptNewestFirstAndTheFirstOfThemToo() {
    sluice
        .worker(queue)
        .handle(ECHO, task -> Mono.error(new IllegalStateException("attempt " + task.attempt())))
        .start();
    String id = enqueue(ECHO.with("x").retry(attempts(14)));

    TaskView dead = ENGINE.ended(queue, id);

    assertThat(dead.state()).isEqualTo(TaskState.DEAD);
    assertThat(dead.attempt()).isEqualTo(14);
    assertThat(dead.failures()).hasSize(10);
    assertThat(dead.failures().get(0).message()).isEqualTo("attempt 14");
    assertThat(dead.failures().get(1).message()).isEqualTo("attempt 13");
    assertThat(dead.failures().get(9).message()).isEqualTo("attempt 1");
  }

  @Test
  void progressAndLinesOfTheHandlerAreShownAndTold() {
    Sinks.Empty<Void> goOn = Sinks.empty();
    List<TaskEvent> events = new CopyOnWriteArrayList<>();
    Disposable listening = sluice.events(queue).subscribe(events::add);
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task ->
                task.log("first")
                    .then(task.log("second\nline"))
                    .then(
                        Mono.defer(() -> task.progress(0.25, "a quarter"))
                            .repeatWhen(again -> again.delayElements(Duration.ofMillis(50)))
                            .takeUntilOther(goOn.asMono())
                            .then())
                    .thenReturn("done"))
        .start();
    String id = enqueue(ECHO.with("x"));

    TaskView running =
        Eventually.eventually(sluice.tasks().find(queue, id), task -> task.progress() != null);
    Eventually.eventually(() -> events.stream().anyMatch(TaskEvent::progress));
    goOn.tryEmitEmpty();

    assertThat(running.progress().fraction()).isEqualTo(0.25);
    assertThat(running.progress().message()).isEqualTo("a quarter");
    TaskView ended = ENGINE.ended(queue, id);
    assertThat(ended.log()).extracting(LogLine::text).containsExactly("first", "second line");
    assertThat(ended.progress()).isNotNull();
    listening.dispose();
  }

  @Test
  void aWaitingTaskIsRunNowRescheduledAndDeleted() {
    String id = enqueue(ECHO.with("x").delay(LATER));

    Instant other = ENGINE.store().now().plus(LATER).plus(LATER);
    sluice.tasks().reschedule(queue, id, other).block(SOON);
    assertThat(ENGINE.find(queue, id).runAt()).isEqualTo(other);
    assertThatThrownBy(() -> sluice.tasks().retry(queue, id).block(SOON))
        .isInstanceOf(StateConflictException.class)
        .hasMessageContaining("scheduled");

    sluice.tasks().runNow(queue, id).block(SOON);
    sluice.tasks().runNow(queue, id).block(SOON);
    assertThat(ENGINE.find(queue, id).state()).isEqualTo(TaskState.READY);
    assertThatThrownBy(() -> sluice.tasks().reschedule(queue, id, other).block(SOON))
        .isInstanceOf(StateConflictException.class);

    sluice.tasks().delete(queue, id).block(SOON);
    assertThat(isUnknown(id)).isTrue();
    assertThatThrownBy(() -> sluice.tasks().delete(queue, id).block(SOON))
        .isInstanceOf(UnknownTaskException.class);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void aDeadTaskIsTriedAgainWithAllOfItsAttempts() {
    sluice
        .worker(queue)
        .handle(ECHO, task -> Mono.error(new IllegalStateException("attempt " + task.attempt())))
        .start();
    String id = enqueue(ECHO.with("x").retry(attempts(2)));
    assertThat(ENGINE.ended(queue, id).attempt()).isEqualTo(2);

    sluice.tasks().retry(queue, id).block(SOON);
    TaskView again =
        Eventually.eventually(
            sluice.tasks().find(queue, id),
            task -> task.state() == TaskState.DEAD && task.failures().size() == 4);

    assertThat(again.attempt()).isEqualTo(2);
    assertThat(ENGINE.stats(queue).block(SOON).totals().redriven()).isEqualTo(1);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void tasksOfAStateAreListedNewestFirstPageByPage() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      ids.add(0, enqueue(ECHO.with("x")));
    }

    assertThat(listed(TaskState.READY, 10)).containsExactlyElementsOf(ids);
    assertThat(listed(TaskState.READY, 25)).containsExactlyElementsOf(ids);
    sluice.tasks().cancel(queue, ids.get(3)).block(SOON);
    assertThat(listed(TaskState.CANCELLED, 10)).containsExactly(ids.get(3));
    assertThat(listed(TaskState.READY, 7)).hasSize(24).doesNotContain(ids.get(3));
  }

  private List<String> listed(TaskState state, int limit) {
    List<String> ids = new ArrayList<>();
    String cursor = null;
    do {
      TaskPage page = sluice.tasks().list(queue, state, cursor, limit).block(SOON);
      page.tasks().forEach(task -> ids.add(task.id().value()));
      cursor = page.cursor();
    } while (cursor != null);
    return ids;
  }

  private static TaskView orFail(TaskView task) {
    if (task.state() != TaskState.SUCCEEDED) {
      throw new TaskFailedException(task.id(), task.state(), task.failure());
    }
    return task;
  }

  private boolean isUnknown(String id) {
    return sluice
        .tasks()
        .find(queue, id)
        .map(task -> false)
        .onErrorReturn(UnknownTaskException.class, true)
        .block(SOON);
  }

  private String enqueue(NewTask<String, String> task) {
    return sluice.enqueue(queue, task).block(SOON).id().value();
  }
}
