package io.sluice.repair;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.sync.RedisCommands;
import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.task.TaskState;
import io.sluice.task.view.Repaired;
import io.sluice.task.view.TaskView;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

/** A queue that a test damages, and an engine that repairs it. */
abstract class DamagedQueue {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  final String queue = ENGINE.queue();
  final Sluice sluice = ENGINE.sluice();
  final RedisCommands<byte[], byte[]> redis = ENGINE.tampering().commands();
  final Queue<String> ran = new ConcurrentLinkedQueue<>();

  Repaired repair() {
    return sluice.queues().repair(queue).block(SOON);
  }

  void assertAllRunOnce(List<String> ids) {
    Worker worker =
        sluice
            .worker(queue)
            .handle(
                ECHO,
                task -> {
                  ran.add(task.id().value());
                  return Mono.just("done");
                })
            .start();
    assertThat(ids)
        .allSatisfy(
            id ->
                assertThat(ENGINE.ended(queue, id))
                    .extracting(TaskView::state)
                    .isEqualTo(TaskState.SUCCEEDED));
    worker.stop(Duration.ZERO).block(SOON);
    assertThat(ran).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  byte[] key(String name) {
    return bytes("sluice:{" + queue + "}:" + name);
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
