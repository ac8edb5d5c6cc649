package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.Work.attempts;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.config.SluiceConfig;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.EnqueueInterceptor;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.view.TaskView;
import io.sluice.testing.TestEngine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

class InterceptorTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final List<Sluice> others = new ArrayList<>();

  @AfterEach
  void stop() {
    others.forEach(each -> each.stop(java.time.Duration.ZERO).block(SOON));
  }

  @Test
  void theFirstIsTheOutermostOfARun() {
    echo()
        .intercept((task, run) -> told("outer", run))
        .intercept((task, run) -> told("inner of " + task.type() + " " + task.payload(), run))
        .start();

    assertThat(sluice.enqueue(queue, ECHO.with("x")).flatMap(sluice::result).block(SOON))
        .isEqualTo("x!");
    assertThat(told)
        .containsExactly(
            "outer begins",
            "inner of echo x begins",
            "handler",
            "inner of echo x ends",
            "outer ends");
  }

  @Test
  void itMayChangeWhatComesOfARun() {
    echo().intercept((task, run) -> run.map(result -> result + "?")).start();

    assertThat(sluice.enqueue(queue, ECHO.with("x")).flatMap(sluice::result).block(SOON))
        .isEqualTo("x!?");
  }

  @Test
  void itMayKeepAHandlerFromBeingRun() {
    echo().intercept((task, run) -> Mono.empty()).start();

    TaskView ended = ended("x");

    assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ended.result()).isEmpty();
    assertThat(told).isEmpty();
  }

  @Test
  void oneThatThrowsIsAFailedAttempt() {
    echo()
        .intercept(
            (task, run) -> {
              throw new NoClassDefFoundError("an interceptor");
            })
        .start();

    TaskView ended = ended("x");

    assertThat(ended.state()).isEqualTo(TaskState.DEAD);
    assertThat(ended.failure().type()).isEqualTo("java.lang.NoClassDefFoundError");
    assertThat(told).isEmpty();
  }

  @Test
  void oneThatGivesNothingToRunIsAFailedAttempt() {
    echo().intercept((task, run) -> null).start();

    assertThat(ended("x").failure().type()).isEqualTo("java.lang.NullPointerException");
  }

  @Test
  void itSeesWhatAHandlerThrows() {
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task -> {
              throw new IllegalStateException("thrown");
            })
        .intercept((task, run) -> run.doOnError(error -> told.add(error.getMessage())))
        .start();

    assertThat(ended("x").state()).isEqualTo(TaskState.DEAD);
    assertThat(told).containsExactly("thrown");
  }

  @Test
  void headersThatAreAddedToAnEnqueueReachTheHandler() {
    Sluice producer =
        engine(
            (to, task, next) -> next.with(with(task.options().headers(), "outer", to.value())),
            (to, task, next) ->
                next.with(with(task.options().headers(), "inner", "" + task.options().headers())));
    List<Map<String, String>> seen = new CopyOnWriteArrayList<>();
    sluice
        .worker(queue)
        .handle(
            ECHO,
            task -> {
              seen.add(task.headers());
              return Mono.empty();
            })
        .start();

    TaskHandle<String> task = producer.enqueue(queue, ECHO.with("x").headers(Map.of())).block(SOON);
    sluice.result(task).block(SOON);

    assertThat(seen)
        .containsExactly(Map.of("outer", queue, "inner", Map.of("outer", queue).toString()));
  }

  @Test
  void anEnqueueThatIsRefusedByAnInterceptorEnqueuesNothing() {
    Sluice producer =
        engine((to, task, next) -> Mono.error(new InvalidTaskException("/type", "not today")));

    assertThatThrownBy(() -> producer.enqueue(queue, ECHO.with("x").id("x")).block(SOON))
        .isInstanceOf(InvalidTaskException.class)
        .hasMessage("not today");
    assertThat(sluice.queues().find(queue).hasElement().block(SOON)).isFalse();
  }

  @Test
  void anInterceptorThatEnqueuesNothingIsAnError() {
    Sluice producer = engine((to, task, next) -> Mono.just("done"));

    assertThatThrownBy(() -> producer.enqueue(queue, ECHO.with("x")).block(SOON))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("without having enqueued");
  }

  private Sluice engine(EnqueueInterceptor... interceptors) {
    SluiceBuilder builder =
        Sluice.builder(SluiceConfig.of(ENGINE.redis().uri())).listener(event -> {});
    for (EnqueueInterceptor each : interceptors) {
      builder.intercept(each);
    }
    Sluice engine = builder.connect();
    others.add(engine);
    return engine;
  }

  private static Map<String, String> with(Map<String, String> headers, String name, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(name, value);
    return all;
  }

  private WorkerBuilder echo() {
    return sluice
        .worker(queue)
        .handle(
            ECHO,
            task -> {
              told.add("handler");
              return Mono.just(task.payload() + "!");
            });
  }

  private Mono<?> told(String who, Mono<?> run) {
    told.add(who + " begins");
    return run.doOnSuccess(done -> told.add(who + " ends"));
  }

  private TaskView ended(String payload) {
    return ENGINE.ended(
        queue,
        sluice.enqueue(queue, ECHO.with(payload).retry(attempts(1))).block(SOON).id().value());
  }
}
