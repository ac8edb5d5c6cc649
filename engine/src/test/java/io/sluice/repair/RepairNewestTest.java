package io.sluice.repair;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.TaskState;
import io.sluice.task.enqueue.Unique;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Damage to what waits behind a run is mended by one repair. */
class RepairNewestTest extends DamagedQueue {
  @Test
  void aTaskThatWaitsBehindARunOfWhichNothingIsLeftRuns() {
    String older = enqueueLast();
    redis.lpop(key("ready"));
    redis.hset(key("running"), bytes(older), bytes("nobody:1:1"));
    String newest = enqueueLast();
    assertThat(ENGINE.find(queue, newest).state()).isEqualTo(TaskState.SCHEDULED);
    redis.hdel(key("running"), bytes(older));

    assertThat(repair().putBack()).isEqualTo(2);

    assertThat(redis.exists(key("behind"))).isZero();
    assertAllRunOnce(List.of(older, newest));
    assertThat(repair().changed()).isZero();
  }

  @Test
  void aTaskThatWaitsBehindARunThatHasEndedAsWellRuns() {
    String older = enqueueLast();
    redis.lpop(key("ready"));
    redis.hset(key("running"), bytes(older), bytes("nobody:1:1"));
    String newest = enqueueLast();
    redis.hset(key("results"), bytes(older), bytes("1 S 1 \"x\""));
    redis.rpush(key("succeeded"), bytes(older));

    assertThat(repair().ids()).extracting(Object::toString).contains(older, newest);

    assertThat(redis.exists(key("behind"))).isZero();
    assertThat(ENGINE.find(queue, newest).state()).isEqualTo(TaskState.READY);
    assertThat(repair().changed()).isZero();
  }

  @Test
  void aTaskWhoseTieToTheRunBeforeItIsLostRuns() {
    String older = enqueueLast();
    redis.lpop(key("ready"));
    redis.hset(key("running"), bytes(older), bytes("nobody:1:1"));
    String newest = enqueueLast();
    redis.del(key("behind"));

    assertThat(repair().putBack()).isEqualTo(1);

    assertAllRunOnce(List.of(older, newest));
    assertThat(repair().changed()).isZero();
  }

  private String enqueueLast() {
    return sluice
        .enqueue(queue, ECHO.with("x").unique(Unique.keepLast("k")))
        .block(SOON)
        .id()
        .value();
  }
}
