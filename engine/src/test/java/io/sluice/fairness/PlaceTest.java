package io.sluice.fairness;

import static io.sluice.testing.TestEngine.SOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.Sluice;
import io.sluice.task.InvalidTaskException;
import io.sluice.task.QueueFullException;
import io.sluice.task.StateConflictException;
import io.sluice.task.TaskState;
import io.sluice.task.UnknownTaskException;
import io.sluice.task.enqueue.NewTask;
import io.sluice.task.enqueue.TaskType;
import io.sluice.task.view.Explanation;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.GroupView;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.RateLimit;
import io.sluice.task.view.TaskFilter;
import io.sluice.task.view.TaskPage;
import io.sluice.testing.TestEngine;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where a task stands among the others of its queue, in the Java API. */
class PlaceTest {
  private static final TaskType<String, String> CALL =
      TaskType.of("call", String.class, String.class);

  private static final GroupRule RULE =
      new GroupRule(null, null, new RateLimit(1, Duration.ofMillis(250)), null);

  @RegisterExtension static final TestEngine ENGINE = TestEngine.withDefaults();

  private final String queue = ENGINE.queue();
  private final Sluice sluice = ENGINE.sluice();

  @Test
  void aHandlerKnowsThePriorityAndTheGroupOfItsTaskAndTasksRunInOrder() {
    enqueue("plain", CALL.with("x"));
    enqueue("low", CALL.with("x").priority(0));
    enqueue("high", CALL.with("x").priority(9));
    enqueue("tenant", CALL.with("x").priority(2).group("tenant-7"));
    List<String> runs = new CopyOnWriteArrayList<>();

    sluice
        .worker(queue)
        .concurrency(1)
        .handle(
            CALL,
            task -> {
              runs.add(task.id() + " " + task.priority() + " " + task.group());
              return Mono.empty();
            })
        .start();
    ENGINE.ended(queue, "low");
    ENGINE.ended(queue, "tenant");

    assertThat(runs).contains("tenant 2 tenant-7");
    assertThat(runs)
        .filteredOn(run -> run.endsWith("null"))
        .containsExactly("high 9 null", "plain 4 null", "low 0 null");
  }

  @Test
  void aWaitingTaskGetsAnotherPriorityAndOthersAreRefused() {
    enqueue("a", CALL.with("x"));
    enqueue("b", CALL.with("x").delay(Duration.ofHours(1)));
    for (String id : List.of("a", "b")) {
      sluice.tasks().prioritize(queue, id, 7).block(SOON);
      assertThat(ENGINE.find(queue, id).options().priority()).isEqualTo(7);
    }
    assertThat(ENGINE.find(queue, "b").state()).isEqualTo(TaskState.SCHEDULED);
    sluice.tasks().cancel(queue, "a").block(SOON);

    assertThatThrownBy(() -> sluice.tasks().prioritize(queue, "a", 7).block(SOON))
        .isInstanceOf(StateConflictException.class)
        .hasMessageContaining("prioritize of task a");
    assertThatThrownBy(() -> sluice.tasks().prioritize(queue, "nobody", 7).block(SOON))
        .isInstanceOf(UnknownTaskException.class);
    assertThatThrownBy(() -> sluice.tasks().prioritize(queue, "b", 10).block(SOON))
        .isInstanceOfSatisfying(
            InvalidTaskException.class,
            refused -> assertThat(refused.pointer()).isEqualTo("/priority"));
    assertThat(ENGINE.audit(queue).balanced()).isTrue();
  }

  @Test
  void aGroupOverItsBacklogIsRefusedByName() {
    GroupRule rule = new GroupRule(null, null, null, 2L);
    sluice
        .queues()
        .configure(queue, QueueSettings.NONE.groups(Map.of("tenant-7", rule)))
        .block(SOON);
    enqueue("a", CALL.with("x").group("tenant-7"));
    enqueue("b", CALL.with("x").group("tenant-7"));

    assertThatThrownBy(() -> enqueue("c", CALL.with("x").group("tenant-7")))
        .isInstanceOfSatisfying(
            QueueFullException.class, full -> assertThat(full.retryAfter()).isPositive())
        .hasMessageContaining("tenant-7");
    enqueue("d", CALL.with("x").group("tenant-8"));
    enqueue("e", CALL.with("x"));
  }

  @Test
  void settingsAreKeptAsTheyWereSet() {
    QueueSettings settings =
        QueueSettings.NONE
            .groups(Map.of(GroupRule.DEFAULT, new GroupRule(2L, 1L, null, 9L), "a", RULE))
            .rateLimit(new RateLimit(100, Duration.ofSeconds(1), 200))
            .maxConcurrency(500)
            .maxBacklog(7)
            .ageEvery(Duration.ofMinutes(1))
            .maxDelay(Duration.ofMinutes(10));

    sluice.queues().configure(queue, settings).block(SOON);

    assertThat(sluice.queues().find(queue).block(SOON).settings()).isEqualTo(settings);
  }

  @Test
  void groupsAreShownAndTheirTasksListed() {
    sluice
        .queues()
        .configure(queue, QueueSettings.NONE.groups(Map.of("a", GroupRule.weighing(3))))
        .block(SOON);
    Flux.fromStream(IntStream.range(0, 5).boxed())
        .concatMap(i -> sluice.enqueue(queue, CALL.with("x").group("a").id("a" + i)))
        .blockLast(SOON);
    enqueue("b", CALL.with("x").group("b"));

    List<GroupView> groups = sluice.queues().groups(queue, 10).block(SOON);

    assertThat(groups)
        .containsExactly(
            new GroupView("a", 5, 0, 0.75, null), new GroupView("b", 1, 0, 0.25, null));
    assertThat(
            sluice
                .tasks()
                .list(
                    queue,
                    TaskState.READY,
                    new TaskFilter(null, null, "b"),
                    TaskPage.Order.NEWEST,
                    null,
                    10)
                .block(SOON)
                .tasks())
        .singleElement()
        .satisfies(task -> assertThat(task.id().value()).isEqualTo("b"));
  }

  @Test
  void whatHoldsATaskIsExplained() {
    enqueue("a", CALL.with("x").delay(Duration.ofHours(1)));

    Explanation why = sluice.tasks().explain(queue, "a").block(SOON);

    assertThat(why.state()).isEqualTo(TaskState.SCHEDULED);
    assertThat(why.reasons())
        .extracting(Explanation.Reason::code)
        .contains(Explanation.Code.DELAY, Explanation.Code.NO_WORKER);
    assertThatThrownBy(() -> sluice.tasks().explain(queue, "nobody").block(SOON))
        .isInstanceOf(UnknownTaskException.class);
  }

  private void enqueue(String id, NewTask<String, String> task) {
    sluice.enqueue(queue, task.id(id)).block(SOON);
  }
}
