package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.task.DuplicateTaskException;
import io.sluice.task.RequestMismatchException;
import io.sluice.task.SluiceException;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.RequestKey;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.Unique;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class OnceTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final int CALLERS = 1000;
  private static final Duration WINDOW = Duration.ofMinutes(10);
  private static final RequestKey REQUEST = new RequestKey("order-981", "body", WINDOW);

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();

  @Test
  void ofAThousandCallersAtOnceWithOneUniqueKeyOneIsAccepted() {
    assertThat(atOnce(ECHO.with("x").uniqueFor("welcome:ann", WINDOW))).isEqualTo(1);
    oneTaskIsThere();
  }

  @Test
  void ofAThousandCallersAtOnceWithOneIdOneIsAccepted() {
    assertThat(atOnce(ECHO.with("x").id("one"))).isEqualTo(1);
    oneTaskIsThere();
  }

  @Test
  void ofAThousandSameRequestsAtOnceEachGetsTheOneTask() {
    List<String> ids =
        Flux.range(0, CALLERS)
            .flatMap(i -> sluice.enqueue(queue, ECHO.with("x").requestKey(REQUEST)), CALLERS)
            .map(handle -> handle.id().value())
            .collectList()
            .block(SOON);

    assertThat(ids).hasSize(CALLERS);
    assertThat(ids.stream().distinct()).hasSize(1);
    oneTaskIsThere();
  }

  @Test
  void anotherRequestWithTheSameKeyIsRefused() {
    TaskHandle<String> first = enqueue(ECHO.with("x").requestKey(REQUEST));

    assertThatThrownBy(
            () -> enqueue(ECHO.with("y").requestKey(new RequestKey("order-981", "other", WINDOW))))
        .isInstanceOf(RequestMismatchException.class)
        .hasMessageContaining(first.id().value());
  }

  @Test
  void aUniqueTaskMayComeAgainOnceItHasEnded() {
    TaskHandle<String> first = enqueue(ECHO.with("x").unique("k"));
    assertThatThrownBy(() -> enqueue(ECHO.with("x").unique("k")))
        .isInstanceOf(DuplicateTaskException.class)
        .hasMessageContaining(first.id().value());

    sluice.tasks().cancel(queue, first.id().value()).block(SOON);

    assertThat(enqueue(ECHO.with("x").unique("k")).earlier()).isEqualTo(TaskHandle.Earlier.NO);
  }

  @Test
  void aWindowHoldsTheKeyAlsoWhenTheTaskHasEnded() {
    TaskHandle<String> first = enqueue(ECHO.with("x").uniqueFor("k", WINDOW));
    sluice.tasks().cancel(queue, first.id().value()).block(SOON);

    assertThatThrownBy(() -> enqueue(ECHO.with("x").uniqueFor("k", WINDOW)))
        .isInstanceOf(DuplicateTaskException.class);
  }

  @Test
  void whoKeepsGetsTheHolder() {
    Unique keep = new Unique("k", null, Unique.OnConflict.KEEP);
    TaskHandle<String> first = enqueue(ECHO.with("x").unique(keep));

    TaskHandle<String> second = enqueue(ECHO.with("y").unique(keep));

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.earlier()).isEqualTo(TaskHandle.Earlier.KEPT);
    oneTaskIsThere();
  }

  @Test
  void whoReplacesTakesThePlaceOfOneThatHasNotBegun() {
    Unique replace = new Unique("k", null, Unique.OnConflict.REPLACE);
    for (NewTask<String, String> waiting :
        List.of(ECHO.with("old"), ECHO.with("old").delay(Duration.ofHours(1)))) {
      TaskHandle<String> old = enqueue(waiting.unique(replace));

      TaskHandle<String> fresh = enqueue(ECHO.with("new").unique(replace));

      assertThat(ENGINE.find(queue, old.id().value()).state()).isEqualTo(TaskState.CANCELLED);
      assertThat(ENGINE.find(queue, fresh.id().value()).state()).isEqualTo(TaskState.READY);
      assertThat(ENGINE.audit(queue).balanced()).isTrue();
      sluice.tasks().cancel(queue, fresh.id().value()).block(SOON);
    }
  }

  @Test
  void whoReplacesIsRefusedOnceTheOtherHasBegun() {
    Unique replace = new Unique("k", null, Unique.OnConflict.REPLACE);
    sluice.worker(queue).handle(ECHO, task -> Mono.never()).start();
    TaskHandle<String> first = enqueue(ECHO.with("x").unique(replace));
    ENGINE.becomes(queue, first.id().value(), TaskState.RUNNING);

    assertThatThrownBy(() -> enqueue(ECHO.with("y").unique(replace)))
        .isInstanceOf(DuplicateTaskException.class);
  }

  private TaskHandle<String> enqueue(NewTask<String, String> task) {
    TaskHandle<String> handle = sluice.enqueue(queue, task).block(SOON);
    assertThat(handle).isNotNull();
    return handle;
  }

  private long atOnce(NewTask<String, String> task) {
    return Flux.range(0, CALLERS)
        .flatMap(
            i ->
                sluice
                    .enqueue(queue, task)
                    .map(handle -> 1)
                    .onErrorResume(DuplicateTaskException.class, refused -> Mono.just(0)),
            CALLERS)
        .onErrorResume(SluiceException.class, error -> Flux.error(new AssertionError(error)))
        .reduce(Integer::sum)
        .block(SOON);
  }

  private void oneTaskIsThere() {
    assertThat(ENGINE.stats(queue).block(SOON).totals().accepted()).isEqualTo(1);
    assertThat(ENGINE.stats(queue).block(SOON).counts().ready()).isEqualTo(1);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }
}
