package io.sluice.flow;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.testing.TestEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

/** A Redis that takes nothing more: an attempt that emits fails, and a later one has its stream. */
class StreamInAFullRedisTest implements StreamSetup {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  @Override
  public Sluice sluice() {
    return ENGINE.sluice();
  }

  @Override
  public String newQueue() {
    return ENGINE.queue();
  }

  @AfterEach
  void free() {
    maxMemory("0");
  }

  @Test
  void theAttemptFailsAndALaterOneEmits() {
    String queue = newQueue();
    Sinks.Empty<Void> gate = Sinks.empty();
    worker(queue, task -> gate.asMono().thenMany(Flux.just("a", "b")));
    TaskHandle<String> task = enqueue(queue);
    eventually(() -> find(queue, task).state() == TaskState.RUNNING);
    maxMemory("1");
    gate.tryEmitEmpty();

    eventually(() -> find(queue, task).state() == TaskState.RETRYING);
    assertThat(find(queue, task).failure().type()).contains("RedisOutOfMemoryException");
    maxMemory("0");
    sluice().tasks().runNow(queue, task.id().value()).block(SOON);
    StepVerifier.create(follow(task))
        .expectNextMatches(StreamSetup.item("a"))
        .expectNextMatches(StreamSetup.item("b"))
        .expectComplete()
        .verify(SOON);
  }

  private static void maxMemory(String bytes) {
    ENGINE.tampering().commands().configSet("maxmemory", bytes);
  }
}
