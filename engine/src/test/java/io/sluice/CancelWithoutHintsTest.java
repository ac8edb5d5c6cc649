package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.AclSetuserArgs;
import io.sluice.config.SluiceConfig;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.view.CancelReply;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A Redis whose user may neither subscribe nor publish: every hint is lost, and nothing else. */
class CancelWithoutHintsTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final int TASKS = 1_000;
  private static final Duration PROMISED = Duration.ofSeconds(2);
  private static Sluice mute;

  private final String queue = ENGINE.queue();

  @BeforeAll
  static void connect() {
    ENGINE
        .tampering()
        .commands()
        .aclSetuser(
            "mute",
            AclSetuserArgs.Builder.on()
                .addPassword("secret")
                .allKeys()
                .allCommands()
                .resetChannels());
    String uri = "redis://mute:secret@127.0.0.1:" + ENGINE.redis().port();
    mute = Sluice.builder(SluiceConfig.of(uri)).listener(event -> {}).connect();
  }

  @AfterAll
  static void stop() {
    mute.stop(Duration.ZERO).block(SOON);
  }

  @Test
  void aThousandRunningTasksAreStoppedWithinTwoSeconds() {
    AtomicInteger begun = new AtomicInteger();
    AtomicInteger stopped = new AtomicInteger();
    mute.worker(queue)
        .concurrency(TASKS)
        .handle(
            ECHO,
            task ->
                Mono.<String>never()
                    .doOnSubscribe(begin -> begun.incrementAndGet())
                    .doOnCancel(stopped::incrementAndGet))
        .start();
    List<TaskHandle<String>> tasks = enqueue();
    Eventually.eventually(() -> begun.get() == TASKS);
    assertThat(ENGINE.tampering().listens(queue)).isFalse();
    long start = System.nanoTime();

    List<CancelReply> replies =
        Flux.fromIterable(tasks)
            .flatMap(task -> mute.tasks().cancel(queue, task.id().value()))
            .collectList()
            .block(SOON);
    Eventually.eventually(() -> stopped.get() == TASKS);

    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.println(
        TASKS + " running tasks stopped without hints in " + took.toMillis() + " ms");
    assertThat(replies).containsOnly(CancelReply.ASKED);
    assertThat(took).isLessThan(PROMISED);
    Eventually.eventually(ENGINE.stats(queue), view -> view.totals().cancelled() == TASKS);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void aHintThatMayNotBeSentFailsNoCallThoughSomebodyWaitsForIt() {
    ENGINE.sluice().events(queue).subscribe();
    Eventually.eventually(() -> ENGINE.tampering().hears(queue));
    mute.worker(queue)
        .handle(
            ECHO,
            task -> task.payload().equals("bad") ? Mono.error(new IllegalStateException()) : echo())
        .start();

    assertThat(mute.enqueue(queue, ECHO.with("x")).flatMap(mute::result).block(SOON))
        .isEqualTo("done");
    String late =
        mute.enqueue(queue, ECHO.with("late").delay(Duration.ofMillis(1))).block(SOON).id().value();
    assertThat(ENGINE.ended(queue, late).state()).isEqualTo(TaskState.SUCCEEDED);
    String far = mute.enqueue(queue, ECHO.with("far").delay(SOON)).block(SOON).id().value();
    assertThat(mute.tasks().cancel(queue, far).block(SOON)).isEqualTo(CancelReply.CANCELLED);
    String bad =
        mute.enqueue(queue, ECHO.with("bad").retry(Work.attempts(2))).block(SOON).id().value();
    assertThat(ENGINE.ended(queue, bad).state()).isEqualTo(TaskState.DEAD);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
    assertThat(ENGINE.store().stats(QueueName.of(queue)).block(SOON).counts().running()).isZero();
  }

  private static Mono<String> echo() {
    return Mono.just("done");
  }

  private List<TaskHandle<String>> enqueue() {
    return Flux.range(0, TASKS)
        .flatMap(i -> mute.enqueue(queue, ECHO.with("t" + i)))
        .collectList()
        .block(SOON);
  }
}
