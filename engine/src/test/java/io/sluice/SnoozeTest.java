package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.Work.attempts;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.event.EngineEvent;
import io.sluice.task.SnoozeTaskException;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.view.CancelReply;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

class SnoozeTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final List<Integer> attempts = new CopyOnWriteArrayList<>();

  @Test
  void aTaskMayBePutOffMoreOftenThanItHasAttempts() {
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task -> {
              attempts.add(task.attempt());
              return attempts.size() < 4 ? snooze(Duration.ofMillis(5)) : Mono.just("at last");
            })
        .start();

    TaskHandle<String> task = sluice.enqueue(queue, ECHO.with("x").retry(attempts(1))).block(SOON);

    assertThat(sluice.result(task).block(SOON)).isEqualTo("at last");
    assertThat(attempts).containsExactly(1, 1, 1, 1);
    TaskView ended = ENGINE.find(queue, task.id().value());
    assertThat(ended.attempt()).isEqualTo(1);
    assertThat(ended.failure()).isNull();
    assertThat(ENGINE.stats(queue).block(SOON).totals().snoozed()).isEqualTo(3);
    assertThat(ENGINE.events(EngineEvent.AttemptFailed.class))
        .noneMatch(event -> event.queue().value().equals(queue));
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void whatIsPutOffWaitsForItsTimeAndCanBeCancelled() {
    sluice.worker(queue).handle(ECHO, task -> snooze(Duration.ofHours(1))).start();
    String id = sluice.enqueue(queue, ECHO.with("x")).block(SOON).id().value();

    TaskView waits =
        Eventually.eventually(
            sluice.tasks().find(queue, id), view -> view.state() == TaskState.SCHEDULED);
    assertThat(waits.runAt()).isAfter(waits.createdAt().plus(Duration.ofMinutes(59)));
    assertThat(sluice.tasks().cancel(queue, id).block(SOON)).isEqualTo(CancelReply.CANCELLED);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void anAbsurdDelayIsTheLongestOrNone() {
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task -> {
              attempts.add(task.attempt());
              return snooze(
                  attempts.size() == 1
                      ? Duration.ofSeconds(Long.MIN_VALUE)
                      : Duration.ofSeconds(Long.MAX_VALUE));
            })
        .start();
    String id = sluice.enqueue(queue, ECHO.with("x")).block(SOON).id().value();

    TaskView waits =
        Eventually.eventually(
            sluice.tasks().find(queue, id),
            view -> view.state() == TaskState.SCHEDULED && attempts.size() == 2);
    assertThat(waits.runAt())
        .isBetween(
            waits.createdAt().plus(Duration.ofDays(364)),
            waits.createdAt().plus(Duration.ofDays(366)));
  }

  private static Mono<String> snooze(Duration delay) {
    return Mono.error(new SnoozeTaskException(delay));
  }
}
