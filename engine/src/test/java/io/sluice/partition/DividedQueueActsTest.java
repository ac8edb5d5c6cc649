package io.sluice.partition;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.Worker;
import io.sluice.schedule.Schedule;
import io.sluice.store.partition.Buckets;
import io.sluice.store.partition.PartitionMap;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueName;
import io.sluice.task.TaskState;
import io.sluice.task.batch.BatchId;
import io.sluice.task.enqueue.NewBatch;
import io.sluice.task.handler.Delivery;
import io.sluice.task.view.BulkAction;
import io.sluice.task.view.QueueErrors;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.QueueView;
import io.sluice.task.view.Redrive;
import io.sluice.task.view.TaskPage;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What operators do to a queue of several partitions, and what is refused. */
class DividedQueueActsTest extends DividedQueue {
  @Test
  void theActsOfAnOperatorReachEachPartition() {
    divide(COUNT);
    sluice.queues().pause(queue, "tests", null).block(SOON);
    work();
    List<String> ids = enqueueAll(600, i -> ECHO.with("task " + i));
    assertThat(stats().block(SOON))
        .matches(QueueView::paused)
        .matches(view -> view.counts().ready() == 600);
    List<String> listed = new ArrayList<>();
    String cursor = null;
    do {
      TaskPage page = sluice.tasks().list(queue, TaskState.READY, cursor, 70).block(SOON);
      page.tasks().forEach(task -> listed.add(task.id().value()));
      cursor = page.cursor();
    } while (cursor != null);
    assertThat(listed).containsExactlyInAnyOrderElementsOf(ids);

    sluice.queues().resume(queue).block(SOON);

    Eventually.eventually(() -> ran.size() == 600);
    assertThat(sluice.queues().workers(queue, null, 100).block(SOON))
        .hasSize(COUNT)
        .allMatch(worker -> worker.queue().value().equals(queue));
    assertThat(sluice.queues().list(null, 1_000).block(SOON))
        .extracting(QueueName::value)
        .contains(queue)
        .noneMatch(name -> name.contains("/"));
  }

  @Test
  void deadLettersOfAllPartitionsAreRedrivenAndPurged() {
    divide(COUNT);
    Worker failing =
        sluice
            .worker(queue)
            .handle(ECHO, task -> Mono.error(new IllegalStateException("no")))
            .start();
    enqueueAll(600, i -> ECHO.with("task " + i).retry(io.sluice.Work.attempts(1)));
    Eventually.eventually(stats(), view -> view.counts().dead() == 600);
    failing.stop(Duration.ZERO).block(SOON);
    assertThat(
            sluice
                .queues()
                .errors(queue, QueueErrors.By.ERROR, EnumSet.of(TaskState.DEAD))
                .block(SOON)
                .groups())
        .singleElement()
        .matches(group -> group.dead() == 600);
    assertThat(sluice.queues().countRedrive(queue, Redrive.ALL).block(SOON)).isEqualTo(600);

    BulkAction begun = sluice.queues().redrive(queue, Redrive.ALL).block(SOON);
    Eventually.eventually(
        sluice.queues().bulkAction(begun.id()),
        action -> action.progress() == BulkAction.Progress.DONE && action.processed() == 600);
    assertThat(stats().block(SOON).counts().ready()).isEqualTo(600);

    sluice.queues().purge(queue, TaskState.READY).block(SOON);
    Eventually.eventually(stats(), view -> view.counts().ready() == 0);
    assertThat(sluice.queues().bulkActions(queue).block(SOON)).hasSize(2);
  }

  @Test
  void whatFollowsATaskAnywhereStaysInItsPartition() {
    divide(COUNT);
    work();

    enqueueAll(600, i -> ECHO.with("task " + i).then(queue, ECHO.with("after " + i)));

    Eventually.eventually(() -> ran.size() == 1_200);
    assertThat(new HashSet<>(ran)).hasSize(1_200);
    assertThat(sluice.queues().letters(queue).block(SOON).lines()).isEmpty();
  }

  @Test
  void aReceiverEndsWithAnErrorWhenItsQueueIsDividedAndHoldsWhatItWasGiven() {
    sluice.enqueueAll(queue, Flux.range(0, 20).map(i -> ECHO.with("x" + i))).then().block(SOON);
    List<Delivery<String, String>> got = new CopyOnWriteArrayList<>();
    AtomicReference<Throwable> ended = new AtomicReference<>();
    sluice.receive(queue, ECHO).subscribe(got::add, ended::set);
    Eventually.eventually(() -> got.size() == 20);

    divide(COUNT);

    Eventually.eventually(() -> ended.get() != null);
    assertThat(ended.get())
        .isInstanceOf(InvalidTaskException.class)
        .hasMessageContaining("was divided");
    Flux.fromIterable(got).flatMap(one -> one.succeed("ok")).then().block(SOON);
    assertThat(sluice.queues().find(queue).block(SOON).totals().succeeded()).isEqualTo(20);
    Eventually.eventually(() -> sluice.queues().find(queue).block(SOON).workers() == 0);
  }

  @Test
  void whatIsNotDoneOverPartitionsIsRefused() {
    divide(COUNT);
    String other = queue + ".other";

    refused(
        sluice.enqueue(queue, ECHO.with("a").in(new BatchId("b", QueueName.of(queue)))),
        "of a batch");
    refused(sluice.batches().open(queue, NewBatch.DEFAULT), "batch cannot be opened");
    refused(
        sluice.enqueue(other, ECHO.with("a").then(queue, ECHO.with("b").group("g"))), "a group");
    refused(
        sluice.enqueue(other, ECHO.with("a").then(queue, ECHO.with("b").id("x"))), "given an id");
    refused(sluice.receive(queue, ECHO).next(), "received from");
    refused(sluice.queues().delete(queue), "purge");
    refused(sluice.queues().divide(queue, COUNT - 1), "can only be given more");
    refused(
        sluice.queues().configure(queue, QueueSettings.NONE.maxConcurrency(3)), "maxConcurrency");
    sluice.queues().configure(other, QueueSettings.NONE.maxBacklog(3)).block(SOON);
    refused(sluice.queues().divide(other, 2), "maxBacklog");
    String group =
        IntStream.range(0, 100)
            .mapToObj(i -> "group " + i)
            .filter(name -> !map().isIn(0, Buckets.of(name)))
            .findFirst()
            .orElseThrow();
    refused(
        sluice
            .schedules()
            .put(queue, Schedule.every(Duration.ofHours(1)), queue, ECHO.with("a").group(group)),
        "of group");
    assertThatThrownBy(() -> ECHO.with("a").id("x~1")).isInstanceOf(InvalidTaskException.class);
  }

  @Test
  void aGroupStaysWhereItHasTasksAndGoesWhenItHasNone() {
    Set<String> idle = new HashSet<>();
    for (int i = 0; i < 50; i++) {
      enqueue(ECHO.with("busy").group("busy " + i));
      idle.add("idle " + i);
    }
    enqueue(ECHO.with("keyed").unique("key"));
    enqueue(ECHO.with("given").id("given"));

    divide(COUNT);

    PartitionMap map = map();
    assertThat(IntStream.range(0, 50)).allMatch(i -> map.isIn(0, Buckets.of("busy " + i)));
    assertThat(map.isIn(0, Buckets.of("ukey"))).isTrue();
    assertThat(map.isIn(0, Buckets.of("given"))).isTrue();
    assertThat(idle).anyMatch(group -> !map.isIn(0, Buckets.of(group)));
    assertThatThrownBy(() -> enqueue(ECHO.with("two").unique("key")))
        .isInstanceOf(DuplicateTaskException.class);
    assertThatThrownBy(() -> enqueue(ECHO.with("two").id("given")))
        .isInstanceOf(DuplicateTaskException.class);

    work();
    Eventually.eventually(stats(), view -> view.totals().succeeded() == 52);
    divide(COUNT);

    assertThat(IntStream.range(0, 50)).anyMatch(i -> !map().isIn(0, Buckets.of("busy " + i)));
  }

  @Test
  void anEngineThatDoesNotKnowThatAQueueWasDividedLearnsItWithItsNextTask() {
    Sluice other = engine();
    other.enqueue(queue, ECHO.with("before").group("g")).block(SOON);
    work();
    Eventually.eventually(stats(), view -> view.totals().succeeded() == 1);

    divide(COUNT);
    Set<Character> partitions = ConcurrentHashMap.newKeySet();
    Flux.range(0, 200)
        .flatMap(i -> other.enqueue(queue, ECHO.with("task " + i).group("group " + i)))
        .doOnNext(task -> partitions.add(task.id().value().charAt(15)))
        .blockLast(SOON);

    assertThat(partitions).hasSize(COUNT);
    Eventually.eventually(() -> ran.size() == 201);
  }
}
