package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.TaskState;
import io.sluice.task.enqueue.EnqueueResult;
import io.sluice.task.enqueue.RetryPolicy;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.TaskView;
import io.sluice.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class MainPathTest {
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final TaskType<String, String> GREET =
      TaskType.of("greet", String.class, String.class);

  private static TestRedis redis;
  private static Sluice sluice;

  @BeforeAll
  static void connect() {
    redis = TestRedis.start();
    sluice = Sluice.connect(redis.uri());
  }

  @AfterAll
  static void close() {
    sluice.close();
    redis.close();
  }

  @Test
  void aTaskIsEnqueuedRunAndItsResultComesBack() {
    Worker worker =
        sluice.worker("main").handle(GREET, task -> Mono.just("hello " + task.payload())).start();

    String result = sluice.enqueue("main", GREET.with("ann")).flatMap(sluice::result).block(SOON);

    assertThat(result).isEqualTo("hello ann");
    worker.stop(SOON).block(SOON);
    assertThat(sluice.queues().audit("main").block(SOON).balanced()).isTrue();
  }

  @Test
  void aFailingTaskIsRetriedUntilItSucceeds() {
    Worker worker =
        sluice
            .worker("failing")
            .handle(
                GREET,
                task ->
                    task.attempt() < 3
                        ? Mono.error(new IllegalStateException("not yet"))
                        : Mono.just("at last"))
            .start();

    TaskHandle<String> task =
        sluice
            .enqueue("failing", GREET.with("x").retry(RetryPolicy.fixed(5, Duration.ofMillis(50))))
            .block(SOON);
    TaskView view = sluice.tasks().await("failing", task.id().value()).block(SOON);

    assertThat(view.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(view.attempt()).isEqualTo(3);
    assertThat(view.failure().message()).isEqualTo("not yet");
    worker.stop(SOON).block(SOON);
    assertThat(sluice.queues().audit("failing").block(SOON).balanced()).isTrue();
  }

  @Test
  void aHundredThousandTasksRunOnceEach() {
    int n = 100_000;
    long start = System.nanoTime();
    Long accepted =
        sluice
            .enqueueAll("many", Flux.range(0, n).map(i -> GREET.with("t" + i)))
            .filter(EnqueueResult::accepted)
            .count()
            .block(Duration.ofSeconds(60));
    long enqueued = System.nanoTime();
    assertThat(accepted).isEqualTo(n);
    Worker worker = sluice.worker("many").handle(GREET, task -> Mono.empty()).start();
    sluice
        .queues()
        .find("many")
        .repeatWhen(again -> again.delayElements(Duration.ofMillis(20)))
        .takeUntil(queue -> queue.totals().succeeded() == n)
        .blockLast(Duration.ofSeconds(60));
    long done = System.nanoTime();
    System.out.printf(
        "enqueue %.0f/s run %.0f/s%n",
        n / ((enqueued - start) / 1e9), n / ((done - enqueued) / 1e9));
    worker.stop(SOON).block(SOON);
    assertThat(sluice.queues().audit("many").block(SOON).balanced()).isTrue();
    assertThat(sluice.queues().find("many").map(q -> q.counts().succeeded()).block(SOON))
        .isEqualTo(10_000);
    assertThat(List.of(sluice.health().block(SOON).redis())).containsExactly("ok");
  }
}
