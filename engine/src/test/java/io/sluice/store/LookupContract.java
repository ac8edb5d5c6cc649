package io.sluice.store;

import static io.sluice.store.TestQueue.done;
import static io.sluice.store.TestQueue.now;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Retention;
import io.sluice.event.TaskEvent;
import io.sluice.protocol.TaskStore;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.QueueName;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** Looks: they change nothing and tell what is there. */
interface LookupContract extends ContractSetup {
  Duration LONG_AGO = Duration.ofHours(1);

  @Test
  default void tasksAreFoundInTheOrderInWhichTheyWereAskedFor() {
    TestQueue queue = queue();
    TaskId one = queue.ready();
    TaskId two = queue.ready();
    TaskId unknown = TaskId.of("unknown");

    assertThat(queue.find(two, unknown, one, two))
        .extracting(found -> found.map(task -> task.id()).orElse(null))
        .containsExactly(two, null, one, two);
  }

  @Test
  default void whatASessionHoldsIsListedInPages() {
    TestQueue queue = queue();
    int tasks = 1000;
    queue.ready(tasks);
    TestSession session = queue.session();
    TestSession other = queue.session();
    Map<TaskId, String> mine = new HashMap<>();
    for (int i = 0; i < tasks; i += 200) {
      session.claim(100).forEach(task -> mine.put(task.task().id(), task.token()));
      other.claim(100);
    }

    Map<TaskId, String> listed = new HashMap<>();
    String cursor = HeldPage.END;
    int pages = 0;
    do {
      HeldPage page = now(queue.store().sessions().held(queue.name(), session.id(), cursor));
      listed.putAll(page.tokens());
      cursor = page.cursor();
      pages++;
    } while (!cursor.equals(HeldPage.END));

    assertThat(listed).isEqualTo(mine);
    assertThat(pages).isGreaterThan(1);
  }

  @Test
  default void aSessionWithoutTasksHoldsNothing() {
    TestQueue queue = queue();
    TestSession session = queue.session();

    assertThat(now(queue.store().sessions().held(queue.name(), session.id(), HeldPage.END)))
        .isEqualTo(new HeldPage(HeldPage.END, Map.of()));
  }

  @Test
  default void queuesAreListedByNameInPages() {
    TaskStore store = store(config -> config.withNamespace("pages"));
    List<QueueName> names = new ArrayList<>();
    for (String name : List.of("b", "a", "Z", "a.1", "c")) {
      done(store.names().register(QueueName.of(name)));
      done(store.names().register(QueueName.of(name)));
    }
    QueueName after = null;
    List<QueueName> page = now(store.names().after(null, 2));
    while (!page.isEmpty()) {
      assertThat(page).hasSizeLessThanOrEqualTo(2);
      names.addAll(page);
      after = page.get(page.size() - 1);
      page = now(store.names().after(after, 2));
    }

    assertThat(names).extracting(QueueName::value).containsExactly("Z", "a", "a.1", "b", "c");
  }

  @Test
  default void onlyARegisteredQueueIsKnown() {
    TestQueue queue = queue();

    assertThat(now(queue.store().names().known(queue.name()))).isFalse();
    done(queue.store().names().register(queue.name()));
    assertThat(now(queue.store().names().known(queue.name()))).isTrue();
  }

  @Test
  default void aQueueThatNobodyUsedIsEmptyAndBalanced() {
    TestQueue queue = queue();

    assertThat(queue.stats().counts().ready()).isZero();
    assertThat(queue.stats().oldestReadyAge()).isZero();
    assertThat(queue.audit().unfinished()).isZero();
    queue.assertBalanced();
  }

  @Test
  default void theAgeOfAQueueIsThatOfItsNextTask() {
    TestQueue queue = queue();
    TaskId id = queue.newId();
    StoredTask task = queue.task(id);
    StoredTask old =
        new StoredTask(
            id, task.type(), task.createdAt().minusSeconds(100), task.options(), task.payload());
    queue.enqueue(new EnqueueItem(old, true, Duration.ZERO, null));
    queue.ready();

    assertThat(queue.stats().oldestReadyAge())
        .isBetween(Duration.ofSeconds(99), Duration.ofSeconds(120));
  }

  @Test
  default void theAgeOfAQueueCountsFromWhenItsNextTaskBecameReady() {
    TestQueue queue = queue();
    TaskId id = queue.newId();
    queue.enqueue(old(queue.delayed(id, Duration.ofMillis(1))));
    Eventually.eventually(() -> queue.promote().moved() == 1);
    assertThat(queue.stats().oldestReadyAge()).isLessThan(LONG_AGO);

    TestSession session = queue.session();
    queue.settle(session.claim(), Outcome.RELEASE);
    assertThat(queue.stats().oldestReadyAge()).isLessThan(LONG_AGO);

    queue.settle(session.claim(), new Outcome.Bury(Failure.of("T", "no")));
    queue.admin().act(id, Act.RETRY);
    assertThat(queue.stats().oldestReadyAge()).isLessThan(LONG_AGO);

    queue.sweep();
    assertThat(queue.stats().oldestReadyAge()).isLessThan(LONG_AGO);
    session.claim();
    queue.enqueue(old(queue.fresh(queue.newId())));
    queue.sweep();
    assertThat(queue.stats().oldestReadyAge()).isGreaterThan(LONG_AGO);
  }

  @Test
  default void whatAClaimCouldNotBringCountsFromWhenItWentBackAndTellsHowItEnded() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(queue.take(old(queue.carrying(queue.newId(), new byte[1_000]))));
    }
    TestSession session = queue.session();
    TestSession.given(session.claimWithin(10_000, 3));
    queue.await(ids.get(2));
    queue.cancel(ids.get(2));

    ClaimReply again = session.claimWithinAgain(session.lastClaim(), 1_000, 3);

    assertThat(TestSession.ids(TestSession.given(again))).containsExactly(ids.get(0));
    queue.assertState(ids.get(1), TaskState.READY);
    assertThat(queue.stats().oldestReadyAge()).isLessThan(LONG_AGO);
    assertThat(queue.await(ids.get(2)).orElseThrow().state()).isEqualTo(TaskState.CANCELLED);
    queue.assertBalanced();
  }

  /** Created two hours ago, as its client knows it. */
  private static EnqueueItem old(EnqueueItem item) {
    StoredTask task = item.task();
    return new EnqueueItem(
        new StoredTask(
            task.id(),
            task.type(),
            task.createdAt().minus(LONG_AGO.multipliedBy(2)),
            task.options(),
            task.payload()),
        item.fresh(),
        item.delay(),
        item.runAt());
  }

  @Test
  default void whoeverListensHearsOfEachStateAndOfNothingElse() {
    TestQueue queue = queue();
    Flux<TaskEvent> events = now(queue.store().hints().events(queue.name()));
    TaskId id = queue.newId();
    TaskId later = queue.newId();

    StepVerifier.create(events.take(5))
        .then(() -> queue.enqueue(queue.fresh(id)))
        .consumeNextWith(event -> assertTells(event, queue, id, TaskState.READY))
        .then(() -> queue.enqueue(queue.delayed(later, Duration.ofHours(1))))
        .consumeNextWith(event -> assertTells(event, queue, later, TaskState.SCHEDULED))
        .then(() -> queue.cancel(later))
        .consumeNextWith(event -> assertTells(event, queue, later, TaskState.CANCELLED))
        .then(() -> queue.settle(queue.session().claim(), SettleContract.DONE))
        .consumeNextWith(event -> assertTells(event, queue, id, TaskState.RUNNING))
        .consumeNextWith(event -> assertTells(event, queue, id, TaskState.SUCCEEDED))
        .expectComplete()
        .verify(Duration.ofSeconds(10));
  }

  @Test
  default void whoeverIsToldHearsThatHeIsThenWhatHappensTogether() {
    TestQueue queue = queue();
    TaskId first = queue.newId();
    TaskId second = queue.newId();

    StepVerifier.create(queue.store().hints().eventBatches(queue.name()).take(2))
        .expectNext(List.of())
        .then(() -> queue.enqueue(queue.fresh(first), queue.fresh(second)))
        .consumeNextWith(events -> assertTells(events.get(0), queue, first, TaskState.READY))
        .expectComplete()
        .verify(Duration.ofSeconds(10));
  }

  private static void assertTells(TaskEvent event, TestQueue queue, TaskId id, TaskState state) {
    assertThat(event.queue()).isEqualTo(queue.name());
    assertThat(event.id()).isEqualTo(id);
    assertThat(event.state()).isEqualTo(state);
  }

  @Test
  default void whoeverListensForCancelsHearsWhatIsAskedOfRunningTasksOnly() {
    TestQueue queue = queue();
    TaskId runs = queue.ready();
    TaskId waits = queue.ready();
    queue.session().claim();
    Flux<TaskId> cancels = now(queue.store().hints().cancels(queue.name()));

    StepVerifier.create(cancels.take(1))
        .then(() -> queue.cancel(waits))
        .then(() -> queue.cancel(runs))
        .expectNext(runs)
        .expectComplete()
        .verify(Duration.ofSeconds(10));
  }

  @Test
  default void aStoreThatAnswersIsAlive() {
    done(queue().store().ping());
  }
}
