package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.TaskFailedException;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.view.CancelReply;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class CancelTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();

  @Test
  void aRunningTaskIsStoppedWithinASecond() {
    Sinks.Empty<Void> runs = Sinks.empty();
    Sinks.Empty<Void> stopped = Sinks.empty();
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task ->
                Mono.<String>never()
                    .doOnSubscribe(begin -> runs.tryEmitEmpty())
                    .doOnCancel(stopped::tryEmitEmpty))
        .start();
    String id = sluice.enqueue(queue, ECHO.with("x")).block(SOON).id().value();
    runs.asMono().block(SOON);
    Eventually.eventually(() -> ENGINE.tampering().listens(queue));

    CancelReply reply = sluice.tasks().cancel(queue, id).block(SOON);

    assertThat(reply).isEqualTo(CancelReply.ASKED);
    stopped.asMono().block(Duration.ofSeconds(1));
    TaskView ended = ENGINE.ended(queue, id);
    assertThat(ended.state()).isEqualTo(TaskState.CANCELLED);
    assertThat(ended.failure()).isNull();
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void aBlockingHandlerIsInterrupted() {
    Sinks.Empty<Void> runs = Sinks.empty();
    Sinks.Empty<Void> interrupted = Sinks.empty();
    sluice
        .worker(queue)
        .handleBlocking(
            ECHO,
            task -> {
              runs.tryEmitEmpty();
              try {
                new CountDownLatch(1).await();
                return "nobody counts it down";
              } catch (InterruptedException stopped) {
                interrupted.tryEmitEmpty();
                throw stopped;
              }
            })
        .start();
    String id = sluice.enqueue(queue, ECHO.with("x")).block(SOON).id().value();
    runs.asMono().block(SOON);

    sluice.tasks().cancel(queue, id).block(SOON);

    interrupted.asMono().block(SOON);
    assertThat(ENGINE.ended(queue, id).state()).isEqualTo(TaskState.CANCELLED);
  }

  @Test
  void aWaitingTaskNeverRuns() {
    AtomicBoolean ran = new AtomicBoolean();
    TaskHandle<String> task = sluice.enqueue(queue, ECHO.with("x")).block(SOON);

    assertThat(sluice.tasks().cancel(queue, task.id().value()).block(SOON))
        .isEqualTo(CancelReply.CANCELLED);

    sluice
        .worker(queue)
        .handle(
            ECHO,
            any -> {
              ran.set(any.payload().equals("x"));
              return Mono.empty();
            })
        .start();
    assertThat(sluice.enqueue(queue, ECHO.with("y")).flatMap(sluice::result).blockOptional(SOON))
        .isEmpty();
    assertThat(ran).isFalse();
    assertThatThrownBy(() -> sluice.result(task).block(SOON))
        .isInstanceOf(TaskFailedException.class)
        .hasMessageContaining("cancelled");
  }

  @Test
  void anUnknownTaskIsUnknown() {
    assertThat(sluice.tasks().cancel(queue, "nobody").block(SOON)).isEqualTo(CancelReply.UNKNOWN);
  }
}
