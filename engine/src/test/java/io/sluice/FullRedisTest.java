package io.sluice;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.event.EngineEvent;
import io.sluice.schedule.Schedule;
import io.sluice.task.BuryTaskException;
import io.sluice.task.RedisOutOfMemoryException;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.QueueView;
import io.sluice.testing.Eventually;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A Redis with 40 MB, tasks of 20 KB, and a retention that they do not fit into. */
class FullRedisTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final TaskType<byte[], byte[]> TYPE = TaskType.raw("fill");
  private static final byte[] PAYLOAD = new byte[20_000];
  private static final int TASKS = 4_000;
  private static final int ASIDE = 400;
  private static final int AT_ONCE = 16;
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Sluice sluice = ENGINE.sluice();
  private final String queue = ENGINE.queue();

  @BeforeEach
  void limit() {
    ENGINE.tampering().commands().flushall();
    config("maxmemory", "40mb");
  }

  @AfterEach
  void free() {
    config("maxmemory", "0");
  }

  @Test
  void whatHasFinishedYieldsToNewTasksAndWhatWaitsOrIsDeadStays() {
    String dead = ENGINE.queue();
    Worker burying =
        sluice.worker(dead).handle(TYPE, task -> Mono.error(new BuryTaskException("no"))).start();
    enqueue(dead, ASIDE);
    Eventually.eventually(ENGINE.stats(dead), view -> view.counts().dead() == ASIDE);
    burying.stop(SOON).block(SOON);
    String waiting = ENGINE.queue();
    enqueue(waiting, ASIDE);
    sluice.worker(queue).concurrency(64).handle(TYPE, task -> Mono.empty()).start();

    enqueue(queue, TASKS);

    QueueView view =
        Eventually.eventually(ENGINE.stats(queue), stats -> stats.totals().succeeded() == TASKS);
    assertThat(view.counts().succeeded()).isPositive().isLessThan(2_000);
    assertThat(shed(queue)).isEqualTo(TASKS - view.counts().succeeded());
    assertThat(ENGINE.stats(dead).block(SOON).counts().dead()).isEqualTo(ASIDE);
    assertThat(ENGINE.stats(waiting).block(SOON).counts().ready()).isEqualTo(ASIDE);
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void otherQueuesYieldWhereAQueueHasNothingAndARefusalComesWhenNobodyHas() {
    sluice.worker(queue).concurrency(64).handle(TYPE, task -> Mono.empty()).start();
    enqueue(queue, 500);
    Eventually.eventually(ENGINE.stats(queue), view -> view.totals().succeeded() == 500);
    String other = ENGINE.queue();

    assertThatThrownBy(() -> enqueue(other, TASKS)).isInstanceOf(RedisOutOfMemoryException.class);

    assertThat(ENGINE.stats(other).block(SOON).counts().ready()).isGreaterThan(1_000);
    assertThat(ENGINE.stats(queue).block(SOON).counts().succeeded()).isZero();
    assertThat(shed(queue)).isEqualTo(500);
    assertThat(ENGINE.audit(other).balanced()).isTrue();
  }

  @Test
  void newQueuesConditionsAndSchedulesGetTheirRoomToo() {
    sluice.worker(queue).concurrency(64).handle(TYPE, task -> Mono.empty()).start();
    enqueue(queue, 800);
    Eventually.eventually(ENGINE.stats(queue), view -> view.totals().succeeded() == 800);

    String fresh = ENGINE.queue();
    fillUp();
    sluice.enqueue(fresh, TYPE.with(PAYLOAD).unique("key")).block(SOON);
    fillUp();
    sluice
        .schedules()
        .put(fresh, Schedule.every(Duration.ofHours(1)), fresh, TYPE.with(PAYLOAD))
        .block(SOON);
    fillUp();
    sluice.schedules().trigger(fresh).block(SOON);

    assertThat(ENGINE.stats(fresh).block(SOON).counts().ready()).isEqualTo(2);
    assertThat(shed(queue)).isPositive();
  }

  /**
   * Ends with the first refusal. Two calls may be refused on two threads at once, and {@code
   * flatMap} drops an error that arrives while it ends with another. So each refusal passes it as a
   * value.
   */
  private void enqueue(String to, int count) {
    Flux.range(0, count)
        .flatMap(i -> sluice.enqueue(to, TYPE.with(PAYLOAD)).materialize(), AT_ONCE)
        .dematerialize()
        .blockLast(LONG);
  }

  private static long shed(String queue) {
    return ENGINE.events(EngineEvent.TasksShed.class).stream()
        .filter(event -> event.queue().value().equals(queue))
        .mapToLong(EngineEvent.TasksShed::shed)
        .sum();
  }

  /** Takes away what room there is. */
  private static void fillUp() {
    config("maxmemory", usedMemory());
  }

  private static String usedMemory() {
    return ENGINE
        .tampering()
        .commands()
        .info("memory")
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .findFirst()
        .orElseThrow()
        .substring("used_memory:".length());
  }

  private static void config(String name, String value) {
    ENGINE.tampering().commands().configSet(name, value);
  }
}
