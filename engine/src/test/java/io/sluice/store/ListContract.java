package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ByteBounds;
import io.sluice.protocol.Lookups;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskPage.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lists: each state by itself, newest first, page by page. */
interface ListContract extends ContractSetup {
  /** Bytes. */
  int ANSWER = 10_000;

  private static List<TaskId> newestFirst(List<TaskId> ids) {
    List<TaskId> reversed = new ArrayList<>(ids);
    Collections.reverse(reversed);
    return reversed;
  }

  private static void assertListed(TestQueue queue, TaskState state, List<TaskId> newestFirst) {
    for (int limit : List.of(1, 2, 3, 7, 200)) {
      assertThat(queue.admin().all(state, limit))
          .as("%s in pages of %d", state, limit)
          .containsExactlyElementsOf(newestFirst);
      assertThat(newestFirst(queue.admin().all(state, limit, Order.OLDEST)))
          .as("%s in pages of %d, oldest first", state, limit)
          .isEqualTo(newestFirst);
    }
  }

  @Test
  default void readyTasksAreListedNewestFirst() {
    TestQueue queue = queue();
    List<TaskId> ids = queue.ready(7);

    assertListed(queue, TaskState.READY, newestFirst(ids));
  }

  @Test
  default void whatWasCancelledWhileItWaitedIsNotListedAsReady() {
    TestQueue queue = queue();
    List<TaskId> ids = queue.ready(4);
    queue.cancel(ids.get(1));

    assertThat(queue.admin().all(TaskState.READY, 2))
        .containsExactly(ids.get(3), ids.get(2), ids.get(0));
    assertListed(queue, TaskState.CANCELLED, List.of(ids.get(1)));
  }

  @Test
  default void tasksWithATimeAreListedLatestFirst() {
    TestQueue queue = queue();
    Instant soon = queue.store().now().plusSeconds(600);
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      ids.add(queue.newId());
      queue.enqueue(queue.at(ids.get(i), soon.plusSeconds(i / 2)));
    }

    assertListed(queue, TaskState.SCHEDULED, newestFirst(ids));
  }

  @Test
  default void runningTasksAreAllListed() {
    TestQueue queue = queue();
    List<TaskId> ids = queue.ready(7);
    queue.session().claim(7);

    for (int limit : List.of(1, 3, 200)) {
      assertThat(queue.admin().all(TaskState.RUNNING, limit))
          .containsExactlyInAnyOrderElementsOf(ids);
    }
    assertThat(queue.admin().all(TaskState.READY, 10)).isEmpty();
  }

  @Test
  default void whatWaitsForItsNextAttemptIsListedLatestFirst() {
    TestQueue queue = queue();
    List<TaskId> ids = queue.ready(5);
    List<ClaimedTask> claimed = queue.session().claim(5);
    for (int i = 0; i < 5; i++) {
      queue.settle(
          claimed.get(i), new Outcome.Retry(Duration.ofMinutes(1 + i), Failure.of("T", "no")));
    }

    assertListed(queue, TaskState.RETRYING, newestFirst(ids));
  }

  @Test
  default void whatHasEndedIsListedNewestFirst() {
    TestQueue queue = queue();
    List<TaskId> succeeded = finish(queue, SettleContract.DONE);
    List<TaskId> cancelled = finish(queue, Outcome.CANCEL);

    assertListed(queue, TaskState.SUCCEEDED, newestFirst(succeeded));
    assertListed(queue, TaskState.CANCELLED, newestFirst(cancelled));
    assertListed(queue, TaskState.EXPIRED, List.of());
  }

  @Test
  default void deadLettersAreAllListed() {
    TestQueue queue = queue();
    List<TaskId> ids = finish(queue, new Outcome.Bury(Failure.of("T", "no")));

    for (int limit : List.of(1, 2, 200)) {
      assertThat(queue.admin().all(TaskState.DEAD, limit)).containsExactlyInAnyOrderElementsOf(ids);
    }
  }

  private static List<TaskId> finish(TestQueue queue, Outcome outcome) {
    List<TaskId> ids = queue.ready(5);
    queue.session().claim(5).forEach(task -> queue.settle(task, outcome));
    return ids;
  }

  @Test
  default void whatComesWhileOnePagesShowsNothingTwice() {
    TestQueue queue = queue();
    List<TaskId> ids = queue.ready(6);
    IdPage first = queue.admin().list(TaskState.READY, IdPage.NONE, 3);
    queue.ready(2);

    IdPage second = queue.admin().list(TaskState.READY, first.cursor(), 3);

    assertThat(first.ids()).containsExactly(ids.get(5), ids.get(4), ids.get(3));
    assertThat(second.ids()).containsExactly(ids.get(2), ids.get(1), ids.get(0));
  }

  @Test
  default void whatLeavesWhileOnePagesHidesNoOther() {
    TestQueue queue = queue();
    List<TaskId> ids = queue.ready(6);
    IdPage first = queue.admin().list(TaskState.READY, IdPage.NONE, 2);
    queue.session().claim(2);

    IdPage second = queue.admin().list(TaskState.READY, first.cursor(), 4);

    assertThat(second.ids()).containsExactly(ids.get(3), ids.get(2));
    assertThat(second.cursor()).isEmpty();
  }

  @Test
  default void aTimeTableThatChangesWhileOnePagesHidesNothingThatStays() {
    TestQueue queue = queue();
    Instant soon = queue.store().now().plusSeconds(600);
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      ids.add(queue.newId());
      queue.enqueue(queue.at(ids.get(i), soon.plusSeconds(i)));
    }
    IdPage first = queue.admin().list(TaskState.SCHEDULED, IdPage.NONE, 3);
    queue.cancel(first.ids().get(2));

    IdPage second = queue.admin().list(TaskState.SCHEDULED, first.cursor(), 3);

    assertThat(second.ids()).containsExactly(ids.get(2), ids.get(1), ids.get(0));
  }

  @Test
  default void whatIsTakenWhileOnePagesFromTheOldestOnHidesNoOther() {
    TestQueue queue = queue();
    List<TaskId> ids = queue.ready(9);
    IdPage first = queue.admin().list(TaskState.READY, IdPage.NONE, 3, Order.OLDEST);
    queue.session().claim(2);
    queue.ready(1);

    assertThat(first.ids()).isEqualTo(ids.subList(0, 3));
    assertThat(queue.admin().list(TaskState.READY, first.cursor(), 3, Order.OLDEST).ids())
        .isEqualTo(ids.subList(3, 6));
  }

  @Test
  default void whatIsDeletedAfterItWasShownHidesNoOther() {
    for (Order order : Order.values()) {
      TestQueue queue = queue();
      Set<TaskId> left = new HashSet<>(finish(queue, SettleContract.DONE));
      String cursor = IdPage.NONE;
      do {
        IdPage page = queue.admin().list(TaskState.SUCCEEDED, cursor, 2, order);
        page.ids().forEach(id -> queue.admin().act(id, Act.DELETE));
        left.removeAll(page.ids());
        cursor = page.cursor();
      } while (!cursor.isEmpty());
      assertThat(left).isEmpty();
    }
  }

  private static TestQueue smallAnswers(ContractSetup setup) {
    return setup.queue(config -> config.withBytes(ByteBounds.DEFAULT.withAnswer(ANSWER)));
  }

  private static TaskId large(TestQueue queue) {
    return queue.take(queue.carrying(queue.newId(), new byte[ANSWER * 2 / 5]));
  }

  /** The sizes of the pages of a state, and what is on all of them. */
  private static List<TaskId> inPagesOfTwo(TestQueue queue, TaskState state) {
    List<TaskId> all = new ArrayList<>();
    String cursor = IdPage.NONE;
    do {
      IdPage page = queue.admin().list(state, cursor, 200);
      assertThat(page.ids()).hasSizeBetween(1, 2);
      all.addAll(page.ids());
      cursor = page.cursor();
    } while (!cursor.isEmpty());
    return all;
  }

  @Test
  default void aPageEndsWhereItsTasksCarryMoreThanAnAnswerMay() {
    TestQueue queue = smallAnswers(this);
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(large(queue));
    }

    assertThat(inPagesOfTwo(queue, TaskState.READY)).isEqualTo(newestFirst(ids));

    List<ClaimedTask> claimed = new ArrayList<>();
    TestSession session = queue.session();
    while (claimed.size() < 5) {
      claimed.addAll(session.claim(5));
    }
    assertThat(inPagesOfTwo(queue, TaskState.RUNNING)).containsExactlyInAnyOrderElementsOf(ids);

    claimed.forEach(
        task ->
            queue.settle(task, new Outcome.Retry(Duration.ofMinutes(1), Failure.of("T", "no"))));
    assertThat(inPagesOfTwo(queue, TaskState.RETRYING)).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  default void theResultsOfWhatHasEndedCountAsWell() {
    TestQueue queue = smallAnswers(this);
    List<TaskId> ids = queue.ready(4);
    List<ClaimedTask> claimed = queue.session().claim(4);
    claimed.forEach(task -> queue.settle(task, new Outcome.Succeed(new byte[ANSWER * 2 / 5])));
    TaskId retained = queue.ready();
    ClaimedTask last = queue.session().claim();
    queue.settle(
        new Settlement(
            retained,
            last.token(),
            new Outcome.Succeed(new byte[ANSWER * 2 / 5]),
            Duration.ofMinutes(1)));

    List<TaskId> listed = newestFirst(ids);
    listed.add(retained);
    assertThat(inPagesOfTwo(queue, TaskState.SUCCEEDED)).isEqualTo(listed);
  }

  @Test
  default void aTaskThatIsLargerThanAnAnswerMayBeIsAPageOfItsOwn() {
    TestQueue queue = smallAnswers(this);
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ids.add(queue.take(queue.carrying(queue.newId(), new byte[2 * ANSWER])));
    }

    assertThat(queue.admin().list(TaskState.READY, IdPage.NONE, 3).ids()).hasSize(1);
    assertThat(queue.admin().all(TaskState.READY, 3)).isEqualTo(newestFirst(ids));
  }

  @Test
  default void aLookupAnswersForTheFirstThatFitAndTheRestIsAskedFor() {
    TestQueue queue = smallAnswers(this);
    List<TaskId> ids = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      ids.add(large(queue));
    }

    assertThat(TestQueue.now(queue.store().find(queue.name(), ids))).hasSize(2);
    assertThat(TestQueue.now(queue.store().await(queue.name(), ids))).hasSize(2);
    assertThat(
            TestQueue.now(Lookups.all(ids, rest -> queue.store().find(queue.name(), rest))).stream()
                .map(found -> found.orElseThrow().id()))
        .isEqualTo(ids);
  }
}
