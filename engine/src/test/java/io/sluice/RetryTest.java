package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.Work.attempts;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.BuryTaskException;
import io.sluice.task.RetryTaskException;
import io.sluice.task.TaskFailedException;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

class RetryTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void aTaskThatFailsTillItsLastAttemptIsDead() {
    sluice.worker(queue).handle(ECHO, task -> fail("no " + task.attempt())).start();

    TaskHandle<String> task = enqueue(attempts(3));

    TaskView ended = ENGINE.ended(queue, task.id().value());
    assertThat(ended.state()).isEqualTo(TaskState.DEAD);
    assertThat(ended.attempt()).isEqualTo(3);
    assertThat(ended.failure().type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(ended.failure().message()).isEqualTo("no 3");
    assertThat(runs).hasValue(3);
    assertThat(ENGINE.stats(queue).block(SOON).totals().retried()).isEqualTo(2);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void theResultOfADeadTaskIsAnErrorThatSaysWhy() {
    sluice.worker(queue).handle(ECHO, task -> fail("because")).start();

    TaskHandle<String> task = enqueue(attempts(1));

    assertThatThrownBy(() -> sluice.result(task).block(SOON))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("because")
        .satisfies(
            error -> {
              TaskFailedException failed = (TaskFailedException) error;
              assertThat(failed.state()).isEqualTo(TaskState.DEAD);
              assertThat(failed.failure().message()).isEqualTo("because");
            });
  }

  @Test
  void aBuriedTaskIsDeadAfterItsFirstAttempt() {
    sluice
        .worker(queue)
        .handle(ECHO, task -> Mono.error(new BuryTaskException("never will")))
        .start();

    TaskView ended = ENGINE.ended(queue, enqueue(attempts(10)).id().value());

    assertThat(ended.state()).isEqualTo(TaskState.DEAD);
    assertThat(ended.attempt()).isEqualTo(1);
    assertThat(ended.failure().message()).isEqualTo("never will");
  }

  @Test
  void aHandlerMaySayWhenToTryAgain() {
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task ->
                runs.incrementAndGet() == 1
                    ? Mono.error(new RetryTaskException(Duration.ofMillis(200), "later"))
                    : Mono.just("done"))
        .start();

    TaskHandle<String> task = enqueue(RetryPolicy.fixed(5, Duration.ofHours(1)));

    TaskView ended = ENGINE.ended(queue, task.id().value());
    assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ended.attempt()).isEqualTo(2);
    assertThat(Duration.between(ended.createdAt(), ended.startedAt()))
        .isGreaterThanOrEqualTo(Duration.ofMillis(200));
  }

  @Test
  void whatAHandlerAsksForDoesNotOutlastItsAttempts() {
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task -> {
              runs.incrementAndGet();
              return Mono.error(new RetryTaskException(Duration.ofMillis(1), "again"));
            })
        .start();

    assertThat(ENGINE.ended(queue, enqueue(attempts(2)).id().value()).state())
        .isEqualTo(TaskState.DEAD);
    assertThat(runs).hasValue(2);
  }

  @Test
  void anAbsurdDelayPutsATaskOffAndSpoilsNothingElse() {
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task ->
                Mono.error(
                    new RetryTaskException(
                        task.payload().equals("late")
                            ? Duration.ofSeconds(Long.MAX_VALUE)
                            : Duration.ofSeconds(Long.MIN_VALUE),
                        "absurd")))
        .start();

    TaskHandle<String> late =
        sluice.enqueue(queue, ECHO.with("late").retry(attempts(2))).block(SOON);
    TaskHandle<String> early =
        sluice.enqueue(queue, ECHO.with("early").retry(attempts(2))).block(SOON);

    assertThat(ENGINE.ended(queue, early.id().value()).state()).isEqualTo(TaskState.DEAD);
    TaskView put =
        Eventually.eventually(
            sluice.tasks().find(queue, late.id().value()),
            task -> task.state() == TaskState.RETRYING);
    assertThat(put.runAt()).isAfter(put.createdAt().plus(Duration.ofDays(300)));
  }

  private Mono<String> fail(String message) {
    runs.incrementAndGet();
    return Mono.error(new IllegalStateException(message));
  }

  private TaskHandle<String> enqueue(RetryPolicy retry) {
    return sluice.enqueue(queue, ECHO.with("x").retry(retry)).block(SOON);
  }
}
