package io.sluice.flow;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.QueueView;
import io.sluice.testing.TestEngine;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Sinks;

/** Successes with follow-ups in a Redis that takes no new task. */
class FollowUpInAFullRedisTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final TaskType<String, Void> FIRST =
      TaskType.of("first", String.class, Void.class);
  private static final TaskType<String, Void> NEXT = TaskType.of("next", String.class, Void.class);
  private static final String FULL = "1";

  private final Sluice sluice = ENGINE.sluice();
  private final String queue = ENGINE.queue();
  private final AtomicInteger runs = new AtomicInteger();
  private final Sinks.Empty<Void> gate = Sinks.empty();

  @AfterEach
  void free() {
    maxMemory("0");
  }

  @Test
  void aChainDrainsIt() {
    start(0);
    sluice.enqueue(queue, FIRST.with("x").then(queue, NEXT.with("y"))).block(SOON);
    eventually(() -> counts().running() == 1);
    maxMemory(FULL);
    gate.tryEmitEmpty();

    eventually(() -> totals().succeeded() == 2);
    assertThat(runs).hasValue(1);
  }

  @Test
  void whatEnqueuesMoreThanItEndsWaitsForRoomAndEnqueuesItOnce() {
    start(3);
    sluice.enqueue(queue, FIRST.with("x")).block(SOON);
    sluice.enqueue(queue, NEXT.with("other")).block(SOON);
    eventually(() -> counts().running() == 2);
    maxMemory(FULL);
    gate.tryEmitEmpty();

    eventually(() -> totals().succeeded() == 1); // what enqueues nothing does not wait behind it
    assertThat(counts().running()).isEqualTo(1);
    assertThat(runs).hasValue(1);

    maxMemory("0");
    eventually(() -> totals().succeeded() == 5);
    assertThat(runs).hasValue(4);
    assertThat(sluice.queues().audit(queue).block(SOON).balanced()).isTrue();
  }

  private void start(int followUps) {
    sluice
        .worker(queue)
        .handle(
            FIRST,
            task -> {
              for (int i = 0; i < followUps; i++) {
                task.then(queue, NEXT.with("n" + i));
              }
              return gate.asMono();
            })
        .handle(NEXT, task -> gate.asMono().doOnSuccess(done -> runs.incrementAndGet()))
        .start();
  }

  private QueueView.Counts counts() {
    return sluice.queues().find(queue).block(SOON).counts();
  }

  private QueueView.Totals totals() {
    return sluice.queues().find(queue).block(SOON).totals();
  }

  private static void maxMemory(String bytes) {
    ENGINE.tampering().commands().configSet("maxmemory", bytes);
  }
}
