package io.sluice.partition;

import static io.sluice.Work.ECHO;
import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.task.DuplicateTaskException;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.view.CancelReply;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A queue of several partitions is one queue to those who use it. */
class PartitionsTest extends DividedQueue {
  @Test
  void aQueueIsOneAtFirstAndKnowsNothingOfPartitions() {
    enqueue(ECHO.with("one"));

    assertThat(sluice.queues().partitions(queue).block(SOON)).isEqualTo(1);
    assertThat(enqueue(ECHO.with("two"))).hasSize(14);
  }

  @Test
  void everyTaskRunsOnceAndEachPartitionHasSome() {
    divide(COUNT);
    work();

    Set<String> ids = new HashSet<>(enqueueAll(4_000, i -> ECHO.with("task " + i)));

    Eventually.eventually(() -> ran.size() >= 4_000);
    assertThat(new HashSet<>(ran)).hasSize(4_000);
    assertThat(ran).hasSize(4_000);
    assertThat(ids).hasSize(4_000).allMatch(id -> id.matches("\\w{14}~[0-5]"));
    assertThat(partitions())
        .hasSize(COUNT)
        .allMatch(partition -> ENGINE.store().stats(partition).block(SOON).totals().accepted() > 0);
    Eventually.eventually(stats(), view -> view.totals().succeeded() == 4_000);
    assertThat(stats().block(SOON).counts().succeeded()).isPositive();
  }

  @Test
  void oneCallIsFilledBeforeTheNextPartitionHasItsOwn() {
    divide(COUNT);

    List<String> ids = enqueueAll(512, i -> ECHO.with("task " + i));

    assertThat(ids.stream().map(id -> id.substring(15)).distinct()).hasSize(2);
  }

  @Test
  void aTaskIsFoundByTheIdThatItWasGiven() {
    divide(COUNT);
    List<String> ids = enqueueAll(50, i -> ECHO.with("task " + i).id("given-" + i));
    List<String> made = enqueueAll(50, i -> ECHO.with("made " + i).group("group " + i));

    assertThat(ids).allMatch(id -> !id.contains("~"));
    ids.addAll(made);
    for (String id : ids) {
      TaskView task = sluice.tasks().find(queue, id).block(SOON);
      assertThat(task.id().value()).isEqualTo(id);
      assertThat(task.queue().value()).isEqualTo(queue);
    }
    assertThat(sluice.tasks().find(queue, ids).block(SOON))
        .extracting(task -> task.id().value())
        .containsExactlyElementsOf(ids);
    assertThat(sluice.tasks().cancel(queue, ids.get(7)).block(SOON))
        .isEqualTo(CancelReply.CANCELLED);
    assertThat(sluice.tasks().cancel(queue, "nobody").block(SOON)).isEqualTo(CancelReply.UNKNOWN);
    assertThat(sluice.tasks().cancel(queue, "nobody~zz").block(SOON))
        .isEqualTo(CancelReply.UNKNOWN);
  }

  @Test
  void theResultOfATaskComesFromItsPartition() {
    divide(COUNT);
    work();

    List<String> results =
        Flux.range(0, 300)
            .flatMap(
                i -> sluice.enqueueAwaited(queue, ECHO.with("task " + i)).flatMap(sluice::result))
            .collectList()
            .block(SOON);

    assertThat(new HashSet<>(results)).hasSize(300);
  }

  @Test
  void anIdThatIsGivenAndAKeyThatIsHeldAreThereOnce() {
    divide(COUNT);
    Sluice other = engine();

    for (int i = 0; i < 40; i++) {
      String name = "name-" + i;
      sluice.enqueue(queue, ECHO.with("one").id(name)).block(SOON);
      sluice.enqueue(queue, ECHO.with("one").unique(name)).block(SOON);
      assertThatThrownBy(() -> other.enqueue(queue, ECHO.with("two").id(name)).block(SOON))
          .isInstanceOf(DuplicateTaskException.class);
      assertThatThrownBy(() -> other.enqueue(queue, ECHO.with("two").unique(name)).block(SOON))
          .isInstanceOf(DuplicateTaskException.class);
    }
    assertThat(stats().block(SOON).counts().ready()).isEqualTo(80);
  }

  @Test
  void theTasksOfAGroupAreInOnePartitionAndGoInTheirOrder() {
    divide(COUNT);
    int groups = 12;
    Map<String, List<Integer>> order = new ConcurrentHashMap<>();
    for (int i = 0; i < 50; i++) {
      int number = i;
      Flux.range(0, groups)
          .flatMap(
              group -> sluice.enqueue(queue, ECHO.with(group + " " + number).group("g" + group)))
          .blockLast(SOON);
    }
    workers.add(
        sluice
            .worker(queue)
            .concurrency(1)
            .handle(
                ECHO,
                task -> {
                  String[] words = task.payload().split(" ");
                  order
                      .computeIfAbsent(words[0], group -> new CopyOnWriteArrayList<>())
                      .add(Integer.parseInt(words[1]));
                  ran.add(task.payload());
                  return Mono.just("");
                })
            .start());

    Eventually.eventually(() -> ran.size() == groups * 50);
    assertThat(order).hasSize(groups);
    assertThat(order.values())
        .allMatch(numbers -> numbers.equals(IntStream.range(0, 50).boxed().toList()));
    assertThat(sluice.queues().groups(queue, 100).block(SOON)).isNotNull();
  }

  @Test
  void oneWorkerKeepsItsConcurrencyOverAllPartitions() {
    divide(COUNT);
    List<Integer> seen = new CopyOnWriteArrayList<>();
    Set<String> now = ConcurrentHashMap.newKeySet();
    enqueueAll(3_000, i -> ECHO.with("task " + i));
    workers.add(
        sluice
            .worker(queue)
            .concurrency(7)
            .handle(
                ECHO,
                task -> {
                  now.add(task.payload());
                  seen.add(now.size());
                  return Mono.delay(Duration.ofMillis(1))
                      .map(
                          tick -> {
                            now.remove(task.payload());
                            ran.add(task.payload());
                            return "";
                          });
                })
            .start());

    Eventually.eventually(() -> ran.size() == 3_000);
    assertThat(seen).allMatch(number -> number <= 7).contains(7);
  }

  @Test
  void uniqueKeysThatKeepTheLastGoByTheirKey() {
    divide(COUNT);
    for (int i = 0; i < 60; i++) {
      sluice.enqueue(queue, ECHO.with("a" + i).unique(Unique.keepLast("k" + i % 20))).block(SOON);
    }
    assertThat(stats().block(SOON).counts().ready()).isEqualTo(20);
  }
}
