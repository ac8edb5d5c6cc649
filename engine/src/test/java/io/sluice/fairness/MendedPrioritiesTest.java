package io.sluice.fairness;

import static io.sluice.testing.TestEngine.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import io.lettuce.core.api.sync.RedisCommands;
import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.task.enqueue.TaskType;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

/** Repair puts back what fell out of the list of its priority, and leaves each task there once. */
class MendedPrioritiesTest {
  private static final TaskType<String, String> CALL =
      TaskType.of("call", String.class, String.class);

  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final RedisCommands<byte[], byte[]> redis = ENGINE.tampering().commands();
  private final byte[] levels = bytes("sluice:{" + queue + "}:levels");

  @Test
  void tasksThatFellOutOfTheListOfTheirPriorityRun() {
    enqueue("one", 7);
    enqueue("two", 2);
    redis.del(levels);

    repair();

    assertThat(whatRuns(2)).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void aTaskThatIsThereTwiceRunsOnce() {
    enqueue("one", 7);
    enqueue("two", 7);
    redis.zadd(levels, 0, bytes("2 900000000000000 one"));
    redis.zadd(levels, 3, new byte[] {(byte) 255});

    repair();

    assertThat(redis.zrangebylex(levels, Range.create(bytes("2"), bytes("3")))).hasSize(2);
    assertThat(whatRuns(2)).containsExactlyInAnyOrder("one", "two");
  }

  private List<String> whatRuns(int count) {
    List<String> runs = new CopyOnWriteArrayList<>();
    Worker worker =
        sluice
            .worker(queue)
            .handle(
                CALL,
                task -> {
                  runs.add(task.id().value());
                  return Mono.just("done");
                })
            .start();
    Eventually.eventually(() -> runs.size() == count);
    worker.stop(SOON).block(SOON);
    assertThat(sluice.queues().repair(queue).block(SOON).ledger().balanced()).isTrue();
    return runs;
  }

  private void repair() {
    assertThat(sluice.queues().repair(queue).block(SOON).ledger().balanced()).isTrue();
  }

  private void enqueue(String id, int priority) {
    sluice.enqueue(queue, CALL.with("x").id(id).priority(priority)).block(SOON);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
