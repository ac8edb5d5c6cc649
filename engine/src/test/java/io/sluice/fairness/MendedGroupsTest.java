package io.sluice.fairness;

import static io.sluice.testing.TestEngine.SOON;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.api.sync.RedisCommands;
import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

/** After damage and a repair a group has as many tasks as are counted for it, and goes on. */
class MendedGroupsTest {
  private static final TaskType<String, String> CALL =
      TaskType.of("call", String.class, String.class);

  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final RedisCommands<byte[], byte[]> redis = ENGINE.tampering().commands();
  private final List<String> runs = new CopyOnWriteArrayList<>();

  @Test
  void aGroupWhoseRunIsGoneIsAtItsCapNoMore() {
    QueueSettings oneAtATime =
        QueueSettings.NONE.groups(Map.of("a", new GroupRule(null, 1L, null, null)));
    sluice.queues().configure(queue, oneAtATime).block(SOON);
    enqueue("first", CALL.with("x"));
    enqueue("second", CALL.with("x"));
    Worker holder = worker(Mono.never());
    Eventually.eventually(() -> runs.size() == 1);
    Eventually.eventually(() -> redis.zscore(key("barred"), bytes("a")) != null);

    redis.hdel(key("running"), bytes("first"));
    repair();

    Eventually.eventually(() -> runs.size() == 2);
    holder.stop(Duration.ZERO).block(SOON);
  }

  @Test
  void aTaskThatFellOutOfItsPlaceIsCountedForItsGroupOnce() {
    enqueue("delayed", CALL.with("x").delay(Duration.ofHours(1)));
    enqueue("other", CALL.with("x").delay(Duration.ofHours(1)));
    redis.zrem(key("scheduled"), bytes("delayed"));

    repair();

    assertThat(redis.hkeys(key("place")))
        .extracting(MendedGroupsTest::text)
        .containsExactly("other");
    assertThat(text(redis.hget(key("later"), bytes("a")))).isEqualTo("1");
    assertThat(redis.zcard(key("lane"))).isEqualTo(1);
  }

  private void repair() {
    assertThat(sluice.queues().repair(queue).block(SOON).ledger().balanced()).isTrue();
  }

  private void enqueue(String id, NewTask<String, String> task) {
    sluice.enqueue(queue, task.id(id).group("a")).block(SOON);
  }

  private Worker worker(Mono<String> work) {
    return sluice
        .worker(queue)
        .handle(
            CALL,
            task -> {
              runs.add(task.id().value());
              return work;
            })
        .start();
  }

  private byte[] key(String name) {
    return bytes("sluice:{" + queue + "}:" + name);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
