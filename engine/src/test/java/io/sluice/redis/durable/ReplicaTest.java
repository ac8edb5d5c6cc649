package io.sluice.redis.durable;

import static io.sluice.Work.ECHO;
import static io.sluice.redis.durable.MasterAndReplica.has;
import static io.sluice.redis.durable.MasterAndReplica.said;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.Sluice;
import io.sluice.config.SluiceConfig;
import io.sluice.event.EngineEvent;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.Confirmation;
import io.sluice.task.enqueue.Durability;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;

/** Enqueues that wait until a replica has the task. */
class ReplicaTest {
  private static final Confirmation CONFIRMED = new Confirmation(Durability.REPLICA, true);
  private static final Confirmation UNCONFIRMED = new Confirmation(Durability.REPLICA, false);
  private static final Duration BOUND = Duration.ofSeconds(3);
  private static final String QUEUE = "safe";

  private final AtomicInteger resent = new AtomicInteger();
  private MasterAndReplica servers;
  private Sluice sluice;

  @BeforeEach
  void start() {
    servers = MasterAndReplica.start();
    sluice =
        Sluice.builder(SluiceConfig.of(servers.master.uri()))
            .listener(
                event -> {
                  if (event instanceof EngineEvent.CallResent) {
                    resent.incrementAndGet();
                  }
                })
            .connect();
  }

  @AfterEach
  void stop() {
    sluice.stop(Duration.ZERO).block(SOON);
    servers.close();
  }

  @Test
  void aTaskIsConfirmedWhenAReplicaHasIt() {
    for (int i = 0; i < 50; i++) {
      TaskHandle<?> handle = sluice.enqueue(QUEUE, safe("n" + i)).block(SOON);

      assertThat(handle.confirmation()).isEqualTo(CONFIRMED);
      assertThat(has(servers.replica, QUEUE, handle.id().value())).isTrue();
    }
  }

  @Test
  void everyKindOfTaskIsConfirmed() {
    BatchId batch = sluice.batches().open(QUEUE, NewBatch.DEFAULT).block(SOON);
    for (NewTask<String, String> task :
        List.of(
            safe("given").id("given"),
            safe("late").delay(Duration.ofHours(1)),
            safe("grouped").group("g"),
            safe("urgent").priority(9),
            safe("costly").cost(3),
            safe("unique").unique("key"),
            safe("expires").expiresIn(Duration.ofHours(1)),
            safe("member").in(batch))) {
      TaskHandle<?> handle = sluice.enqueue(QUEUE, task).block(SOON);

      assertThat(handle.confirmation()).as(task.payload()).isEqualTo(CONFIRMED);
      assertThat(has(servers.replica, QUEUE, handle.id().value())).isTrue();
    }
  }

  @Test
  void aTaskWhoseReplicaDoesNotAnswerIsThereOnceAndUnconfirmed() {
    servers.replica.freeze();
    long begun = System.nanoTime();
    TaskHandle<?> handle = sluice.enqueue(QUEUE, safe("alone")).block(SOON);
    Duration took = Duration.ofNanos(System.nanoTime() - begun);

    assertThat(handle.confirmation()).isEqualTo(UNCONFIRMED);
    assertThat(took).isLessThan(BOUND);
    assertThat(has(servers.master, QUEUE, handle.id().value())).isTrue();
    assertThat(accepted()).isEqualTo(1);

    servers.replica.thaw();
    Eventually.eventually(
        sluice.enqueue(QUEUE, safe("again")), later -> later.confirmation().equals(CONFIRMED));
    Eventually.eventually(() -> has(servers.replica, QUEUE, handle.id().value()));
  }

  @Test
  void withoutAReplicaNothingIsConfirmed() {
    servers.replica.kill();

    assertThat(sluice.enqueue(QUEUE, safe("alone")).block(SOON).confirmation())
        .isEqualTo(UNCONFIRMED);
  }

  @Test
  void whoAsksForNothingDoesNotWaitForWhoDoes() {
    servers.replica.freeze();
    CompletableFuture<TaskHandle<String>> waits = sluice.enqueue(QUEUE, safe("waits")).toFuture();
    Eventually.eventually(() -> clientsThatWait().size() == 1);
    for (int i = 0; i < 20; i++) {
      assertThat(sluice.enqueue(QUEUE, ECHO.with("plain")).block(SOON).confirmation())
          .isEqualTo(Confirmation.MEMORY);
    }

    assertThat(waits).isNotDone();
    assertThat(waits.join().confirmation()).isEqualTo(UNCONFIRMED);
  }

  @Test
  void manyThatWaitForAFrozenReplicaAreAnsweredTogether() {
    servers.replica.freeze();
    long begun = System.nanoTime();
    List<TaskHandle<String>> handles =
        Flux.range(0, 40)
            .flatMap(n -> sluice.enqueue("many" + n, safe("n" + n)), 40)
            .collectList()
            .block(SOON);

    assertThat(handles).hasSize(40).allMatch(each -> each.confirmation().equals(UNCONFIRMED));
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(BOUND);
  }

  /** The answer is lost with the connection, so that the call is sent again and was made before. */
  @Test
  void aCallThatIsSentAgainAfterALostAnswerIsNotConfirmedByItsFirstWrite() {
    assertThat(sluice.enqueue(QUEUE, safe("first")).block(SOON).confirmation())
        .isEqualTo(CONFIRMED);
    servers.replica.freeze();
    CompletableFuture<TaskHandle<String>> waits = sluice.enqueue(QUEUE, safe("waits")).toFuture();
    Eventually.eventually(() -> clientsThatWait().size() == 1);
    said(servers.master, "CLIENT", "KILL", "ID", clientsThatWait().get(0));

    assertThat(waits.join().confirmation()).isEqualTo(UNCONFIRMED);
    assertThat(resent).hasPositiveValue();
    assertThat(accepted()).isEqualTo(2);
  }

  @Test
  void aCallerWhoLeavesHoldsUpNobody() {
    servers.replica.freeze();
    Disposable left = sluice.enqueue(QUEUE, safe("left")).subscribe();
    Eventually.eventually(() -> clientsThatWait().size() == 1);
    left.dispose();
    servers.replica.thaw();

    Eventually.eventually(
        sluice.enqueue(QUEUE, safe("next")), later -> later.confirmation().equals(CONFIRMED));
  }

  private static NewTask<String, String> safe(String text) {
    return ECHO.with(text).durability(Durability.REPLICA);
  }

  private long accepted() {
    return sluice.queues().find(QUEUE).block(SOON).totals().accepted();
  }

  private List<String> clientsThatWait() {
    return said(servers.master, "CLIENT", "LIST")
        .lines()
        .filter(line -> line.contains(" cmd=wait "))
        .map(line -> line.replaceFirst("id=(\\d+) .*", "$1"))
        .toList();
  }
}
