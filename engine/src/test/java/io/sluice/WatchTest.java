package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.Work.attempts;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.TaskEvent;
import io.sluice.task.TaskState;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

class WatchTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();

  @Test
  void eventsTellTheStatesOfATaskInOrder() {
    AtomicInteger runs = new AtomicInteger();
    List<TaskEvent> heard = new CopyOnWriteArrayList<>();
    Disposable listening = sluice.events(queue).subscribe(heard::add);
    Eventually.eventually(() -> ENGINE.tampering().hears(queue));
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task ->
                runs.incrementAndGet() == 1
                    ? Mono.error(new IllegalStateException("once"))
                    : Mono.just("ok"))
        .start();

    String id =
        sluice
            .enqueue(queue, ECHO.with("x").delay(Duration.ofMillis(50)).retry(attempts(2)))
            .block(SOON)
            .id()
            .value();
    Eventually.eventually(() -> heard.size() >= 7);

    assertThat(heard).extracting(event -> event.id().value()).containsOnly(id);
    assertThat(heard).extracting(event -> event.queue().value()).containsOnly(queue);
    assertThat(heard)
        .extracting(TaskEvent::state)
        .containsExactly(
            TaskState.SCHEDULED,
            TaskState.READY,
            TaskState.RUNNING,
            TaskState.RETRYING,
            TaskState.READY,
            TaskState.RUNNING,
            TaskState.SUCCEEDED);
    assertThat(heard).extracting(TaskEvent::at).isSorted();
    listening.dispose();
    Eventually.eventually(() -> !ENGINE.tampering().hears(queue));
  }

  @Test
  void aThousandWaitersAtOnceAreAllAnswered() {
    int tasks = 1_000;
    List<TaskHandle<String>> handles =
        Flux.range(0, tasks)
            .flatMap(i -> sluice.enqueue(queue, ECHO.with("t" + i)))
            .collectList()
            .block(SOON);
    Mono<List<String>> results =
        Flux.fromIterable(handles).flatMap(sluice::result, tasks).collectList().cache();
    results.subscribe();

    sluice.worker(queue).handle(ECHO, task -> Mono.just(task.payload())).start();

    assertThat(results.block(SOON)).hasSize(tasks).doesNotHaveDuplicates();
  }

  @Test
  void manyWaitForTheSameTask() {
    TaskHandle<String> task = sluice.enqueue(queue, ECHO.with("x")).block(SOON);
    Mono<List<String>> results =
        Flux.range(0, 50).flatMap(i -> sluice.result(task), 50).collectList().cache();
    results.subscribe();

    sluice.worker(queue).handle(ECHO, any -> Mono.just("one")).start();

    assertThat(results.block(SOON)).hasSize(50).containsOnly("one");
  }

  @Test
  void aTaskThatHasEndedIsAnsweredAtOnce() {
    sluice.worker(queue).handle(ECHO, task -> Mono.just("ok")).start();
    TaskHandle<String> task = sluice.enqueue(queue, ECHO.with("x")).block(SOON);
    sluice.result(task).block(SOON);

    assertThat(sluice.result(task).block(Duration.ofSeconds(1))).isEqualTo("ok");
  }

  @Test
  void waitingForATaskThatDoesNotExistIsAnError() {
    StepVerifier.create(sluice.tasks().await(queue, "nobody"))
        .expectError(UnknownTaskException.class)
        .verify(SOON);
  }

  @Test
  void whoFollowsATaskSeesHowItIsAndItsChangesUpToItsEnd() {
    TaskHandle<String> task =
        sluice.enqueue(queue, ECHO.with("x").delay(Duration.ofHours(1))).block(SOON);
    Sinks.Empty<String> gate = Sinks.empty();
    sluice.worker(queue).handle(ECHO, any -> gate.asMono()).start();

    StepVerifier.create(states(task))
        .expectNext(TaskState.SCHEDULED)
        .then(() -> sluice.tasks().runNow(queue, task.id().value()).block(SOON))
        .thenConsumeWhile(state -> state == TaskState.READY)
        .expectNext(TaskState.RUNNING)
        .then(gate::tryEmitEmpty)
        .expectNext(TaskState.SUCCEEDED)
        .expectComplete()
        .verify(SOON);
    Eventually.eventually(() -> !ENGINE.tampering().hears(queue));
  }

  @Test
  void followingATaskThatIsRemovedIsAnErrorThen() {
    TaskHandle<String> task =
        sluice.enqueue(queue, ECHO.with("x").delay(Duration.ofHours(1))).block(SOON);

    StepVerifier.create(states(task))
        .expectNext(TaskState.SCHEDULED)
        .then(() -> sluice.tasks().delete(queue, task.id().value()).block(SOON))
        .expectError(UnknownTaskException.class)
        .verify(SOON);
  }

  /** Each state once, however often it was looked at. */
  private Flux<TaskState> states(TaskHandle<?> task) {
    return sluice
        .tasks()
        .follow(queue, task.id().value())
        .map(TaskView::state)
        .distinctUntilChanged();
  }

  @Test
  void nobodyListensOnceNobodyWaits() {
    TaskHandle<String> task = sluice.enqueue(queue, ECHO.with("x")).block(SOON);
    Disposable waiting = sluice.result(task).subscribe();
    Eventually.eventually(() -> ENGINE.tampering().hears(queue));

    waiting.dispose();

    Eventually.eventually(() -> !ENGINE.tampering().hears(queue));
  }
}
