package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.Work.attempts;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.EngineEvent;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.TaskContext;
import io.sluice.task.handler.TaskHandler;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class HandlerTest {
  @RegisterExtension
  static final TestEngine ENGINE = TestEngine.with(config -> config.withMaxPayloadBytes(10_000));

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();

  @Test
  void aHandlerSeesItsTask() {
    AtomicReference<TaskContext<String>> seen = new AtomicReference<>();
    TaskView ended =
        run(
            task -> {
              seen.set(task);
              return Mono.just(task.payload() + "!");
            },
            ECHO.with("hello").headers(Map.of("trace", "7")).timeout(Duration.ofSeconds(9)));

    assertThat(ended.result()).asString().isEqualTo("\"hello!\"");
    TaskContext<String> task = seen.get();
    assertThat(task.id()).isEqualTo(ended.id());
    assertThat(task.queue().value()).isEqualTo(queue);
    assertThat(task.type()).isEqualTo("echo");
    assertThat(task.attempt()).isEqualTo(1);
    assertThat(task.maxAttempts()).isEqualTo(RetryPolicy.DEFAULT_MAX_ATTEMPTS);
    assertThat(task.headers()).containsExactly(Map.entry("trace", "7"));
    assertThat(task.startedAt()).isEqualTo(ended.startedAt());
    assertThat(task.deadline())
        .isBetween(task.startedAt().plusSeconds(9), task.startedAt().plusSeconds(9).plus(SOON));
    assertThat(task.token()).isNotEmpty();
  }

  @Test
  void aHandlerThatGivesNothingHasSucceeded() {
    TaskHandle<String> task = start(given -> Mono.empty(), ECHO.with("x"));

    assertThat(sluice.result(task).hasElement().block(SOON)).isFalse();
    assertThat(ENGINE.find(queue, task.id().value()).result()).isEmpty();
  }

  @Test
  void ofManyValuesTheLastIsTheResult() {
    TaskHandle<String> task = start(given -> Flux.just("a", "b", "c"), ECHO.with("x"));

    assertThat(sluice.result(task).block(SOON)).isEqualTo("c");
  }

  @Test
  void anEmptyFluxHasSucceeded() {
    assertThat(run(given -> Flux.empty(), ECHO.with("x")).state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void anErrorAfterValuesIsAFailedAttempt() {
    TaskView ended =
        run(
            given -> Flux.just("a").concatWith(Mono.error(new IllegalStateException("late"))),
            ECHO.with("x").retry(attempts(1)));

    assertThat(ended.state()).isEqualTo(TaskState.DEAD);
    assertThat(ended.failure().message()).isEqualTo("late");
  }

  @Test
  void anErrorThatAHandlerThrowsIsAFailedAttemptAndTheWorkerGoesOn() {
    start(
        given -> {
          if (given.payload().equals("bad")) {
            throw new StackOverflowError("too deep");
          }
          return Mono.just("fine");
        },
        ECHO.with("bad").id("bad").retry(attempts(2)));

    TaskView bad = ENGINE.ended(queue, "bad");
    assertThat(bad.state()).isEqualTo(TaskState.DEAD);
    assertThat(bad.failure().type()).isEqualTo("java.lang.StackOverflowError");
    assertThat(bad.failure().message()).isEqualTo("too deep");
    assertThat(sluice.enqueue(queue, ECHO.with("good")).flatMap(sluice::result).block(SOON))
        .isEqualTo("fine");
  }

  @Test
  void aHandlerThatGivesNoPublisherIsAFailedAttempt() {
    TaskView ended = run(given -> null, ECHO.with("x").retry(attempts(1)));

    assertThat(ended.state()).isEqualTo(TaskState.DEAD);
    assertThat(ended.failure().type()).isEqualTo("java.lang.NullPointerException");
  }

  @Test
  void aHandlerThatWaitsByReactorIsNotRefused() {
    sluice
        .worker(queue)
        .handle(ECHO, task -> Mono.just(Mono.just(task.payload()).block(SOON)))
        .start();

    assertThat(sluice.enqueue(queue, ECHO.with("x")).flatMap(sluice::result).block(SOON))
        .isEqualTo("x");
  }

  @Test
  void aBlockingHandlerRunsWhereItMayBlock() {
    AtomicReference<Thread> ran = new AtomicReference<>();
    sluice
        .worker(queue)
        .handleBlocking(
            ECHO,
            task -> {
              ran.set(Thread.currentThread());
              Mono.delay(Duration.ofMillis(5)).block();
              return task.payload();
            })
        .start();

    assertThat(sluice.enqueue(queue, ECHO.with("x")).flatMap(sluice::result).block(SOON))
        .isEqualTo("x");
    assertThat(Schedulers.isNonBlockingThread(ran.get())).isFalse();
  }

  @Test
  void anErrorThatABlockingHandlerThrowsIsAFailedAttempt() {
    sluice
        .worker(queue)
        .handleBlocking(
            ECHO,
            task -> {
              throw new NoClassDefFoundError("gone");
            })
        .start();
    String id = sluice.enqueue(queue, ECHO.with("x").retry(attempts(1))).block(SOON).id().value();

    assertThat(ENGINE.ended(queue, id).failure().type())
        .isEqualTo("java.lang.NoClassDefFoundError");
  }

  @Test
  void aBlockingHandlerIsInterruptedWhenItsTimeIsOver() {
    AtomicBoolean interrupted = new AtomicBoolean();
    sluice
        .worker(queue)
        .handleBlocking(
            ECHO,
            task -> {
              try {
                Mono.never().block();
              } catch (RuntimeException e) {
                interrupted.set(e.getCause() instanceof InterruptedException);
                throw e;
              }
              return null;
            })
        .start();
    String id =
        sluice
            .enqueue(queue, ECHO.with("x").timeout(Duration.ofMillis(100)).retry(attempts(1)))
            .block(SOON)
            .id()
            .value();

    assertThat(ENGINE.ended(queue, id).state()).isEqualTo(TaskState.DEAD);
    Eventually.eventually(interrupted::get);
  }

  @Test
  void anAttemptThatTakesTooLongIsCutOffAndCountsAsFailed() {
    AtomicInteger cancelled = new AtomicInteger();
    TaskView ended =
        run(
            given -> Mono.<String>never().doOnCancel(cancelled::incrementAndGet),
            ECHO.with("x").timeout(Duration.ofMillis(100)).retry(attempts(2)));

    assertThat(ended.state()).isEqualTo(TaskState.DEAD);
    assertThat(ended.attempt()).isEqualTo(2);
    assertThat(ended.failure().type()).isEqualTo("io.sluice.AttemptTimeout");
    assertThat(ended.failure().message()).contains("PT0.1S");
    assertThat(cancelled).hasValue(2);
  }

  @Test
  void aTimeoutOfLessThanAMillisecondIsATimeout() {
    TaskView ended =
        run(
            given -> Mono.never(),
            ECHO.with("x")
                .timeout(Duration.ofNanos(1))
                .retry(RetryPolicy.fixed(1, Duration.ofNanos(1))));

    assertThat(ended.failure().type()).isEqualTo("io.sluice.AttemptTimeout");
  }

  @Test
  void aTaskOfAnUnknownTypeIsPutOffAndBurnsNoAttempt() {
    sluice.worker(queue).handle(ECHO, task -> Mono.empty()).start();
    TaskHandle<byte[]> task =
        sluice
            .enqueue(
                queue, TaskType.raw("other").with(new byte[0]).retry(RetryPolicy.fixed(1, SOON)))
            .block(SOON);

    TaskView put =
        Eventually.eventually(
            sluice.tasks().find(queue, task.id().value()),
            view -> view.state() == TaskState.SCHEDULED);
    assertThat(put.attempt()).isZero();
    assertThat(put.failures()).isEmpty();
    assertThat(ENGINE.events(EngineEvent.AttemptFailed.class))
        .noneMatch(event -> event.id().equals(put.id()));
    assertThat(ENGINE.events(EngineEvent.TypeUnknown.class))
        .anyMatch(event -> event.id().equals(put.id()) && event.type().equals("other"));
  }

  @Test
  void aTaskThatOneWorkerDoesNotKnowIsRunByAnotherThatDoes() {
    TaskType<String, String> other = TaskType.of("other", String.class, String.class);
    Worker unknowing =
        sluice.worker(queue).concurrency(1).handle(ECHO, task -> Mono.empty()).start();
    TaskHandle<String> task = sluice.enqueue(queue, other.with("x")).block(SOON);
    Eventually.eventually(
        sluice.tasks().find(queue, task.id().value()), view -> view.state() == TaskState.SCHEDULED);

    sluice.worker(queue).handle(other, given -> Mono.just(given.payload() + "!")).start();
    unknowing.stop(Duration.ZERO).block(SOON);

    assertThat(sluice.result(task).block(SOON)).isEqualTo("x!");
  }

  @Test
  void aPayloadThatCannotBeReadIsAFailedAttempt() {
    AtomicBoolean ran = new AtomicBoolean();
    sluice
        .worker(queue)
        .handle(
            TaskType.of("number", Integer.class, Integer.class),
            task -> {
              ran.set(true);
              return Mono.empty();
            })
        .start();
    String id =
        sluice
            .enqueue(
                queue,
                TaskType.of("number", String.class, String.class).with("seven").retry(attempts(2)))
            .block(SOON)
            .id()
            .value();

    TaskView ended = ENGINE.ended(queue, id);
    assertThat(ended.state()).isEqualTo(TaskState.DEAD);
    assertThat(ended.failure().type()).isEqualTo("io.sluice.task.InvalidTaskException");
    assertThat(ran).isFalse();
  }

  @Test
  void aResultThatIsTooLargeEndsTheTask() {
    TaskView ended = run(given -> Mono.just("r".repeat(10_001)), ECHO.with("x"));

    assertThat(ended.state()).isEqualTo(TaskState.DEAD);
    assertThat(ended.attempt()).isEqualTo(1);
    assertThat(ended.failure().message()).contains("10003").contains("10000");
  }

  @Test
  void aTaskThatCannotBeReadIsDeadAndItsNeighboursRun() {
    sluice.enqueue(queue, ECHO.with("x").id("broken")).block(SOON);
    sluice.enqueue(queue, ECHO.with("x").id("whole")).block(SOON);
    ENGINE.tampering().makeUnreadable(QueueName.of(queue), TaskId.of("broken"));
    sluice.worker(queue).handle(ECHO, task -> Mono.empty()).start();

    assertThat(ENGINE.ended(queue, "whole").state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ENGINE.ended(queue, "broken").state()).isEqualTo(TaskState.DEAD);
    assertThat(ENGINE.find(queue, "broken").failure().type()).contains("StoreCorrupted");
  }

  @Test
  void neverMoreRunAtOnceThanThereAreSlots() {
    int slots = 7;
    int tasks = 500;
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Worker worker =
        sluice
            .worker(queue)
            .concurrency(slots)
            .handle(
                ECHO,
                task ->
                    Mono.delay(Duration.ofMillis(2))
                        .doOnSubscribe(
                            begin -> most.accumulateAndGet(now.incrementAndGet(), Math::max))
                        .doOnTerminate(now::decrementAndGet)
                        .thenReturn("x"))
            .start();
    sluice.enqueueAll(queue, Flux.range(0, tasks).map(i -> ECHO.with("t" + i))).blockLast(SOON);

    Eventually.eventually(
        ENGINE.stats(queue).doOnNext(view -> assertAtMost(view.counts().running(), slots)),
        view -> view.totals().succeeded() == tasks);
    assertThat(most.get()).isBetween(2, slots);
    assertThat(worker.running()).isLessThanOrEqualTo(slots);
    assertThat(ENGINE.audit(queue).totals().released()).isZero();
  }

  private static void assertAtMost(long running, int slots) {
    assertThat(running).isLessThanOrEqualTo(slots);
  }

  private TaskView run(TaskHandler<String, String> handler, NewTask<String, String> task) {
    return ENGINE.ended(queue, start(handler, task).id().value());
  }

  private TaskHandle<String> start(TaskHandler<String, String> code, NewTask<String, String> task) {
    sluice.worker(queue).handle(ECHO, code).start();
    return sluice.enqueue(queue, task).block(SOON);
  }
}
