package io.sluice.redis.durable;

import static io.sluice.Work.ECHO;
import static io.sluice.redis.durable.MasterAndReplica.has;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.Confirmation;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.view.QueueSettings;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a queue asks of all its enqueues, whoever makes them. */
class QueueDurabilityTest {
  private static final Confirmation CONFIRMED = new Confirmation(Durability.REPLICA, true);
  private static final Confirmation UNCONFIRMED = new Confirmation(Durability.REPLICA, false);
  private static final String QUEUE = "strict";

  private MasterAndReplica servers;
  private Sluice operator;
  private Sluice producer;

  @BeforeEach
  void start() {
    servers = MasterAndReplica.start();
    operator = Sluice.connect(servers.master.uri());
    producer = Sluice.connect(servers.master.uri());
  }

  @AfterEach
  void stop() {
    operator.stop(Duration.ZERO).block(SOON);
    producer.stop(Duration.ZERO).block(SOON);
    servers.close();
  }

  @Test
  void aChangeHoldsFromTheNextCallOnForEveryProducer() {
    assertThat(enqueue(ECHO.with("before")).confirmation()).isEqualTo(Confirmation.MEMORY);
    set(Durability.REPLICA);
    for (String text : List.of("first", "second")) {
      TaskHandle<?> handle = enqueue(ECHO.with(text));

      assertThat(handle.confirmation()).isEqualTo(CONFIRMED);
      assertThat(has(servers.replica, QUEUE, handle.id().value())).isTrue();
    }
    set(Durability.MEMORY);
    TaskHandle<?> unused = enqueue(ECHO.with("learns"));

    assertThat(enqueue(ECHO.with("after")).confirmation()).isEqualTo(Confirmation.MEMORY);
    assertThat(accepted()).isEqualTo(5);
  }

  @Test
  void everyKindOfTaskIsConfirmed() {
    BatchId batch = producer.batches().open(QUEUE, NewBatch.DEFAULT).block(SOON);
    set(Durability.REPLICA);
    for (NewTask<String, String> task :
        List.of(
            ECHO.with("plain"),
            ECHO.with("given").id("given"),
            ECHO.with("grouped").group("g"),
            ECHO.with("urgent").priority(9),
            ECHO.with("unique").unique("key"),
            ECHO.with("member").in(batch))) {
      Sluice fresh = Sluice.connect(servers.master.uri());
      try {
        assertThat(fresh.enqueue(QUEUE, task).block(SOON).confirmation())
            .as(task.payload())
            .isEqualTo(CONFIRMED);
      } finally {
        fresh.stop(Duration.ZERO).block(SOON);
      }
    }
    assertThat(accepted()).isEqualTo(6);
  }

  @Test
  void aFrozenReplicaLeavesThemUnconfirmedAndThereOnceHoweverShortTheTimeout() {
    SluiceConfig impatient =
        SluiceConfig.of(servers.master.uri()).withEnqueueTimeout(Duration.ofMillis(700));
    set(Durability.REPLICA);
    Sluice learned = Sluice.builder(impatient).connect();
    try {
      assertThat(
              Eventually.eventually(
                      learned.enqueue(QUEUE, ECHO.with("learns")).retry(), any -> true)
                  .confirmation())
          .isEqualTo(CONFIRMED);
      long before = accepted();
      servers.replica.freeze();

      assertThat(learned.enqueue(QUEUE, ECHO.with("alone")).block(SOON).confirmation())
          .isEqualTo(UNCONFIRMED);
      assertThat(accepted()).isEqualTo(before + 1);
    } finally {
      learned.stop(Duration.ZERO).block(SOON);
    }
  }

  @Test
  void aLevelThatRedisCannotGiveRefusesNothing() {
    set(Durability.FSYNC);
    for (String text : List.of("first", "second")) {
      assertThat(enqueue(ECHO.with(text)).confirmation())
          .isEqualTo(new Confirmation(Durability.FSYNC, false));
    }
    assertThat(accepted()).isEqualTo(2);
  }

  @Test
  void whoAsksForMoreGetsBoth() {
    set(Durability.FSYNC);

    assertThat(enqueue(ECHO.with("both").durability(Durability.REPLICA)).confirmation())
        .isEqualTo(UNCONFIRMED);
    assertThat(accepted()).isEqualTo(1);
  }

  private void set(Durability level) {
    operator.queues().configure(QUEUE, QueueSettings.NONE.durability(level)).block(SOON);
  }

  private TaskHandle<?> enqueue(NewTask<?, ?> task) {
    return producer.enqueue(QUEUE, task).block(SOON);
  }

  private long accepted() {
    return operator.queues().find(QUEUE).block(SOON).totals().accepted();
  }
}
