package io.sluice.fairness;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.TaskContext;
import io.sluice.task.view.QueueSettings;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Tasks of a higher priority run first, and with ageing none waits for ever. */
class PriorityTest {
  private static final TaskType<Long, String> WORK = TaskType.of("work", Long.class, String.class);
  private static final Duration AGE_EVERY = Duration.ofMillis(50);

  /** Between the clock of Redis and what its client takes it for, and of a call that waits. */
  private static final Duration SLACK = Duration.ofMillis(500);

  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final List<TaskContext<Long>> ran = new CopyOnWriteArrayList<>();

  @Test
  void whatIsEnqueuedWhileItsQueueIsPausedRunsInTheOrderOfPriorities() {
    Worker worker = start();
    sluice.queues().pause(queue, "", null).block(SOON);
    for (long priority : List.of(4L, 0L, 9L, 2L, 7L, 5L, 1L, 8L, 3L, 6L)) {
      sluice.enqueue(queue, WORK.with(priority).priority((int) priority)).block(SOON);
    }

    sluice.queues().resume(queue).block(SOON);

    Eventually.eventually(() -> ran.size() == 10);
    assertThat(ran)
        .extracting(TaskContext::payload)
        .containsExactly(9L, 8L, 7L, 6L, 5L, 4L, 3L, 2L, 1L, 0L);
    worker.stop(SOON).block(SOON);
  }

  @Test
  void underAFloodOfHighOnesALowOneIsOvertakenByThoseOfItsBoundOnly() {
    sluice.queues().configure(queue, QueueSettings.NONE.ageEvery(AGE_EVERY)).block(SOON);
    sluice.queues().pause(queue, "", null).block(SOON);
    enqueueHigh(500).block(SOON);
    long begin = System.nanoTime();
    String low = sluice.enqueue(queue, WORK.with(begin).priority(0)).block(SOON).id().value();
    enqueueHigh(20).block(SOON);
    sluice.queues().resume(queue).block(SOON);
    Worker worker = start();

    enqueueHigh(20)
        .repeat(() -> ran.stream().noneMatch(task -> task.id().value().equals(low)))
        .then()
        .block(SOON);

    List<TaskContext<Long>> before =
        ran.stream().takeWhile(task -> !task.id().value().equals(low)).toList();
    assertThat(before).isNotEmpty();
    assertThat(before)
        .extracting(task -> Duration.ofNanos(task.payload() - begin))
        .allSatisfy(later -> assertThat(later).isLessThan(AGE_EVERY.multipliedBy(9).plus(SLACK)));
    worker.stop(SOON).block(SOON);
  }

  private Mono<Void> enqueueHigh(int count) {
    return Flux.range(0, count)
        .flatMap(i -> sluice.enqueue(queue, WORK.with(System.nanoTime()).priority(9)), 16)
        .then();
  }

  private Worker start() {
    return sluice
        .worker(queue)
        .concurrency(1)
        .handle(
            WORK,
            task -> {
              ran.add(task);
              return Mono.delay(Duration.ofMillis(2)).then(Mono.<String>empty());
            })
        .start();
  }
}
