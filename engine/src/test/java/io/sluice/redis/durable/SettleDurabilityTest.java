package io.sluice.redis.durable;

import static io.sluice.Work.ECHO;
import static io.sluice.redis.durable.MasterAndReplica.said;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.Confirmation;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How safe the ends of tasks are in a queue that wants them safe, and who is told. */
class SettleDurabilityTest {
  private static final Confirmation CONFIRMED = new Confirmation(Durability.REPLICA, true);
  private static final Confirmation UNCONFIRMED = new Confirmation(Durability.REPLICA, false);
  private static final String QUEUE = "strict";
  private static final String HELD = "held";

  private final Queue<EngineEvent.OutcomesUnconfirmed> unconfirmed = new ConcurrentLinkedQueue<>();
  private MasterAndReplica servers;
  private Sluice sluice;
  private Sluice works;

  @BeforeEach
  void start() {
    servers = MasterAndReplica.start();
    sluice = Sluice.connect(servers.master.uri());
    works =
        Sluice.builder(SluiceConfig.of(servers.master.uri()))
            .listener(
                event -> {
                  if (event instanceof EngineEvent.OutcomesUnconfirmed told) {
                    unconfirmed.add(told);
                  }
                })
            .connect();
    works.worker(QUEUE).concurrency(8).handle(ECHO, task -> Mono.just(task.payload())).start();
  }

  @AfterEach
  void stop() {
    sluice.stop(Duration.ZERO).block(SOON);
    works.stop(Duration.ZERO).block(SOON);
    servers.close();
  }

  @Test
  void whoWaitsIsToldOnceAReplicaHasTheEnd() {
    set(Durability.REPLICA);
    for (String text : List.of("first", "second", "third")) {
      TaskView ended = ended(text);

      assertThat(ended.confirmation()).isEqualTo(CONFIRMED);
      assertThat(said(servers.replica, "HEXISTS", results(), ended.id().value())).isEqualTo("1");
    }
    assertThat(unconfirmed).isEmpty();
  }

  @Test
  void anEndThatNoReplicaHasInTimeIsToldAllTheSame() {
    set(Durability.REPLICA);
    assertThat(ended("learns").confirmation()).isEqualTo(CONFIRMED);
    servers.replica.freeze();

    TaskView ended = ended("alone");

    assertThat(ended.state()).isEqualTo(TaskState.SUCCEEDED);
    assertThat(ended.confirmation()).isEqualTo(UNCONFIRMED);
    Eventually.eventually(() -> !unconfirmed.isEmpty());
    assertThat(unconfirmed)
        .allMatch(told -> told.queue().value().equals(QUEUE))
        .allMatch(told -> told.level() == Durability.REPLICA);
  }

  /** Each of them alone would take a second: they took longer than anybody waits here. */
  @Test
  void aReplicaThatIsGoneDoesNotHoldUpTheTasksBehind() {
    int tasks = 500;
    Flux.range(0, tasks).flatMap(n -> sluice.enqueue(HELD, ECHO.with("n" + n))).blockLast(SOON);
    set(HELD, Durability.REPLICA);
    servers.replica.freeze();

    works.worker(HELD).concurrency(8).handle(ECHO, task -> Mono.just(task.payload())).start();

    Eventually.eventually(sluice.queues().find(HELD), queue -> queue.totals().succeeded() == tasks);
  }

  @Test
  void aLevelThatRedisCannotGiveHoldsUpNothing() {
    set(Durability.FSYNC);

    assertThat(ended("first").confirmation()).isEqualTo(new Confirmation(Durability.FSYNC, false));
    assertThat(ended("second").state()).isEqualTo(TaskState.SUCCEEDED);
  }

  @Test
  void whoDoesNotWaitIsToldNothingOfIt() {
    set(Durability.REPLICA);
    TaskView ended = ended("one");

    assertThat(sluice.tasks().find(QUEUE, ended.id().value()).block(SOON).confirmation())
        .isEqualTo(Confirmation.MEMORY);
  }

  private TaskView ended(String text) {
    TaskHandle<String> task = sluice.enqueueAwaited(QUEUE, ECHO.with(text)).block(SOON);
    return sluice.tasks().await(QUEUE, task.id().value()).block(SOON);
  }

  private void set(Durability level) {
    set(QUEUE, level);
  }

  private void set(String queue, Durability level) {
    sluice.queues().configure(queue, QueueSettings.NONE.durability(level)).block(SOON);
  }

  private static String results() {
    return "sluice:{" + QUEUE + "}:results";
  }
}
