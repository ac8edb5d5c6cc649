package io.sluice.flow;

import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.task.batch.BatchCounts;
import io.sluice.task.batch.BatchId;
import io.sluice.task.batch.BatchView;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.TaskType;
import io.sluice.testing.TestEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A Redis that takes no new task: a batch hears how its members in another queue end. */
class BatchInAFullRedisTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final TaskType<String, String> MEMBER =
      TaskType.of("member", String.class, String.class);

  @AfterEach
  void free() {
    maxMemory("0");
  }

  @Test
  void theBatchEndsWithItsMembersElsewhere() {
    Sluice sluice = ENGINE.sluice();
    String home = ENGINE.queue();
    String other = ENGINE.queue();
    Sinks.Empty<Void> gate = Sinks.empty();
    sluice
        .worker(other)
        .handle(MEMBER, task -> gate.asMono().then(Mono.just(task.payload())))
        .start();
    BatchId batch = sluice.batches().open(home, NewBatch.DEFAULT).block(SOON);
    String id = sluice.enqueue(other, MEMBER.with("a").in(batch)).block(SOON).id().value();
    eventually(() -> sluice.queues().find(other).block(SOON).counts().running() == 1);
    sluice.batches().of(batch).seal().block(SOON);
    maxMemory("1");
    gate.tryEmitEmpty();

    BatchView ended = eventually(sluice.batches().of(batch).view(), BatchView::hasEnded);

    assertThat(ended.counts()).isEqualTo(new BatchCounts(0, 1, 0, 0, 0));
    assertThat(sluice.tasks().find(other, id).block(SOON).state().terminal()).isTrue();
  }

  private static void maxMemory(String bytes) {
    ENGINE.tampering().commands().configSet("maxmemory", bytes);
  }
}
