package io.sluice;

import static io.sluice.Work.ECHO;
import static io.sluice.Work.attempts;
import static io.sluice.testing.Eventually.eventually;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskHandle;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.handler.TaskContext;
import io.sluice.task.view.QueueView;
import io.sluice.testing.Blocked;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A handler that blocks has a thread for each task that its worker has claimed. */
class BlockingHandlerTest {
  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private static final TaskType<String, String> QUICK =
      TaskType.of("quick", String.class, String.class);

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();
  private final CountDownLatch open = new CountDownLatch(1);
  private final AtomicInteger begun = new AtomicInteger();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  @AfterEach
  void letGo() {
    open.countDown();
  }

  @Test
  void aHundredTasksThatBlockAllRunAtOnceAndNoneDies() {
    sluice.worker(queue).handleBlocking(ECHO, this::blocked).start();
    List<TaskHandle<String>> tasks = enqueue(100, Duration.ofSeconds(15));

    eventually(Mono.fromSupplier(begun::get), all -> all == 100);
    assertThat(threads).hasSize(100);
    open.countDown();

    assertThat(Flux.fromIterable(tasks).flatMap(sluice::result).count().block(SOON)).isEqualTo(100);
  }

  @Test
  void whatHasNoSlotIsNotClaimed() {
    sluice.worker(queue).concurrency(3).handleBlocking(ECHO, this::blocked).start();
    enqueue(10, Duration.ofMinutes(1));

    QueueView stats = eventually(ENGINE.stats(queue), now -> now.counts().running() == 3);

    assertThat(stats.counts().ready()).isEqualTo(7);
    assertThat(begun).hasValueLessThanOrEqualTo(3);
  }

  @Test
  void aSlotIsNotFreeBeforeItsThreadIs() {
    sluice.worker(queue).concurrency(1).handleBlocking(ECHO, this::deaf).start();
    List<TaskHandle<String>> tasks = enqueue(2, Duration.ofMillis(100));
    String first = tasks.get(0).id().value();

    assertThat(ENGINE.ended(queue, first).failure().type()).isEqualTo("io.sluice.AttemptTimeout");
    assertThat(ENGINE.find(queue, tasks.get(1).id().value()).state()).isEqualTo(TaskState.READY);
    open.countDown();

    assertThat(sluice.result(tasks.get(1)).block(SOON)).isEqualTo("x1");
    assertThat(begun).hasValue(2);
  }

  @Test
  void aWorkerOfBothKindsClaimsForBothWhatItHasThreadsFor() {
    sluice
        .worker(queue)
        .concurrency(2)
        .handleBlocking(ECHO, this::blocked)
        .handle(QUICK, task -> Mono.just(task.payload()))
        .start();
    enqueue(1, Duration.ofMinutes(1));
    eventually(Mono.fromSupplier(begun::get), all -> all == 1);

    assertThat(sluice.enqueue(queue, QUICK.with("q")).flatMap(sluice::result).block(SOON))
        .isEqualTo("q");
  }

  @Test
  void whereTheJdkHasVirtualThreadsEachTaskHasOne() {
    sluice.worker(queue).handleBlocking(ECHO, this::blocked).start();
    enqueue(1, Duration.ofMinutes(1));
    eventually(Mono.fromSupplier(begun::get), all -> all == 1);

    Thread thread = threads.iterator().next();
    assertThat(thread.getName()).startsWith("sluice-blocking-");
    assertThat(thread.getThreadGroup().getName().equals("VirtualThreads"))
        .isEqualTo(Runtime.version().feature() >= 21);
  }

  private String blocked(TaskContext<String> task) {
    threads.add(Thread.currentThread());
    begun.incrementAndGet();
    Blocked.until(open);
    return task.payload();
  }

  /** Does not mind that it is interrupted. */
  private String deaf(TaskContext<String> task) {
    begun.incrementAndGet();
    while (open.getCount() > 0) {
      Blocked.until(open);
      Thread.interrupted();
    }
    return task.payload();
  }

  private List<TaskHandle<String>> enqueue(int many, Duration timeout) {
    return Flux.fromStream(IntStream.range(0, many).boxed())
        .concatMap(
            i -> sluice.enqueue(queue, ECHO.with("x" + i).timeout(timeout).retry(attempts(1))))
        .collectList()
        .block(SOON);
  }
}
