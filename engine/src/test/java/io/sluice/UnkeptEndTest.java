package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lettuce.core.AclSetuserArgs;
import io.sluice.config.Retention;
import io.sluice.config.SluiceConfig;
import io.sluice.task.TaskFailedException;
import io.sluice.task.TaskState;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Tasks of which nothing is kept: whoever waits when they end is told how. */
class UnkeptEndTest {
  @RegisterExtension
  static final TestEngine ENGINE = TestEngine.with(config -> config.withRetention(Retention.NONE));

  private static final int MANY = 200;

  /** Neither hears of anything nor tells it. */
  private static Sluice mute;

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();

  @BeforeAll
  static void connect() {
    ENGINE
        .tampering()
        .commands()
        .aclSetuser(
            "deaf",
            AclSetuserArgs.Builder.on()
                .addPassword("secret")
                .allKeys()
                .allCommands()
                .resetChannels());
    String uri = "redis://deaf:secret@127.0.0.1:" + ENGINE.redis().port();
    mute =
        Sluice.builder(SluiceConfig.of(uri).withRetention(Retention.NONE))
            .listener(event -> {})
            .connect();
  }

  @AfterAll
  static void stop() {
    mute.stop(Duration.ZERO).block(SOON);
  }

  private static NewTask<String, String> unkept(String payload) {
    return ECHO.with(payload).retention(Duration.ZERO);
  }

  @Test
  void whoWaitsIsToldTheResultHoweverFastItIs() {
    sluice.worker(queue).handle(ECHO, task -> Mono.just(task.payload())).start();

    List<String> results =
        Flux.range(0, MANY)
            .concatMap(i -> sluice.enqueueAwaited(queue, unkept("r" + i)).flatMap(sluice::result))
            .collectList()
            .block(SOON);

    assertThat(results)
        .containsExactlyElementsOf(IntStream.range(0, MANY).mapToObj(i -> "r" + i).toList());
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
    assertThat(sluice.queues().find(queue).block(SOON).counts().succeeded()).isZero();
  }

  @Test
  void aWaiterElsewhereIsToldThoughNoEventComesThrough() {
    Sinks.One<String> gate = Sinks.one();
    mute.worker(queue).handle(ECHO, task -> gate.asMono()).start();
    TaskHandle<String> task = mute.enqueue(queue, ECHO.with("x")).block(SOON);
    List<String> results = new CopyOnWriteArrayList<>();
    Disposable waiting = mute.result(task).subscribe(results::add);
    Eventually.eventually(() -> ENGINE.tampering().awaits(queue, task.id().value()));

    gate.tryEmitValue("late");

    Eventually.eventually(() -> results.equals(List.of("late")));
    waiting.dispose();
  }

  @Test
  void whoFollowsIsToldTheEnd() {
    Sinks.One<String> gate = Sinks.one();
    sluice.worker(queue).handle(ECHO, task -> gate.asMono()).start();
    String id = sluice.enqueue(queue, unkept("x")).block(SOON).id().value();
    List<TaskView> seen = new CopyOnWriteArrayList<>();
    Mono<Void> following = sluice.tasks().follow(queue, id).doOnNext(seen::add).then().cache();
    following.subscribe();
    Eventually.eventually(() -> !seen.isEmpty());

    gate.tryEmitValue("done");

    following.block(SOON);
    TaskView end = seen.get(seen.size() - 1);
    assertThat(end.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(end.result()).asString().isEqualTo("\"done\"");
  }

  @Test
  void aTaskThatIsCancelledOrExpiresIsToldAsThat() {
    TaskHandle<String> stopped =
        sluice.enqueueAwaited(queue, ECHO.with("x").delay(Duration.ofHours(1))).block(SOON);
    TaskHandle<String> late =
        sluice.enqueueAwaited(queue, ECHO.with("x").expiresIn(Duration.ofMillis(50))).block(SOON);
    sluice.tasks().cancel(queue, stopped.id().value()).block(SOON);

    assertThatThrownBy(() -> sluice.result(stopped).block(SOON))
        .isInstanceOfSatisfying(
            TaskFailedException.class,
            error -> assertThat(error.state()).isEqualTo(TaskState.CANCELLED));
    sluice.queues().pause(queue, "so that it begins in no case", null).block(SOON);
    sluice.worker(queue).handle(ECHO, task -> Mono.just("too late")).start();
    assertThatThrownBy(() -> sluice.result(late).block(SOON))
        .isInstanceOf(TaskFailedException.class);
  }

  @Test
  void whoComesLaterFindsNothing() {
    sluice.worker(queue).handle(ECHO, task -> Mono.just("ok")).start();
    TaskHandle<String> task = sluice.enqueue(queue, unkept("x")).block(SOON);
    Eventually.eventually(ENGINE.stats(queue), view -> view.totals().succeeded() == 1);

    assertThatThrownBy(() -> sluice.result(task).block(SOON))
        .isInstanceOf(UnknownTaskException.class);
  }
}
