package io.sluice.store.fair;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.store.Act;
import io.sluice.store.ActReply;
import io.sluice.store.ClaimedTask;
import io.sluice.store.ContractSetup;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.IdPage;
import io.sluice.store.StoredTask;
import io.sluice.store.TestQueue;
import io.sluice.store.TestSession;
import io.sluice.task.Failure;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.TaskOptions;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.GroupView;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.TaskPage;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a store does with priorities and groups. */
public interface LaneContract extends ContractSetup {
  static EnqueueItem item(
      TestQueue queue, TaskId id, @Nullable Integer priority, @Nullable String group) {
    StoredTask task = queue.task(id);
    TaskOptions options = TaskOptions.NONE.placed(priority, group);
    return new EnqueueItem(
        new StoredTask(id, task.type(), task.createdAt(), options, task.payload()),
        true,
        Duration.ZERO,
        null);
  }

  static TaskId put(TestQueue queue, @Nullable Integer priority, @Nullable String group) {
    TaskId id = queue.newId();
    assertThat(queue.enqueue(item(queue, id, priority, group)))
        .containsExactly(EnqueueReply.ACCEPTED);
    return id;
  }

  static List<TaskId> puts(TestQueue queue, int count, String group) {
    List<TaskId> ids = new ArrayList<>();
    EnqueueItem[] items = new EnqueueItem[count];
    for (int i = 0; i < count; i++) {
      ids.add(queue.newId());
      items[i] = item(queue, ids.get(i), null, group);
    }
    queue.enqueue(items);
    return ids;
  }

  static QueueSettings rules(Map<String, GroupRule> groups) {
    return QueueSettings.NONE.groups(groups);
  }

  static List<String> groups(List<ClaimedTask> claimed) {
    return claimed.stream().map(one -> String.valueOf(one.task().options().group())).toList();
  }

  static GroupRule capped(long most) {
    return new GroupRule(null, most, null, null);
  }

  @Test
  default void aPageOfReadyTasksIsFilledFromAllPlacesWhereTheyWait() {
    TestQueue queue = queue();
    List<TaskId> ids = new ArrayList<>(queue.ready(3));
    ids.add(put(queue, 9, null));
    ids.add(put(queue, null, "a"));

    IdPage page = queue.admin().list(TaskState.READY, IdPage.NONE, 6);

    assertThat(page.ids()).containsExactlyInAnyOrderElementsOf(ids);
    assertThat(page.cursor()).isEmpty();
  }

  @Test
  default void aPageOfOneShowsATaskWhereOnlyTasksWithAPriorityWait() {
    TestQueue queue = queue();
    TaskId first = put(queue, 9, null);
    TaskId second = put(queue, 0, null);

    assertThat(queue.admin().list(TaskState.READY, IdPage.NONE, 1).ids()).containsExactly(first);
    assertThat(queue.admin().all(TaskState.READY, 1)).containsExactly(first, second);
  }

  @Test
  default void tasksOfAHigherPriorityGoFirstAndThoseOfOneInTheOrderInWhichTheyCame() {
    TestQueue queue = queue();
    List<TaskId> expected = new ArrayList<>();
    TaskId[][] ids = new TaskId[2][10];
    for (int round = 0; round < 2; round++) {
      for (int priority = 0; priority <= 9; priority++) {
        ids[round][priority] = put(queue, priority, null);
      }
    }
    for (int priority = 9; priority >= 0; priority--) {
      expected.add(ids[0][priority]);
      expected.add(ids[1][priority]);
    }
    TestSession session = queue.session();

    List<TaskId> taken = new ArrayList<>(TestSession.ids(session.claim(7)));
    taken.addAll(TestSession.ids(session.claim(64)));

    assertThat(taken).isEqualTo(expected);
  }

  @Test
  default void aTaskTellsItsPriorityAndItsGroupWhereverItIs() {
    TestQueue queue = queue();
    TaskId id = put(queue, 7, "tenant ä");

    assertThat(queue.find(id).options().priority()).isEqualTo(7);
    assertThat(queue.find(id).options().group()).isEqualTo("tenant ä");
    ClaimedTask claimed = queue.session().claim();
    assertThat(claimed.task().options().group()).isEqualTo("tenant ä");
    queue.settle(claimed, new Outcome.Succeed(new byte[0]));
    assertThat(queue.find(id).options().priority()).isEqualTo(7);
    queue.assertBalanced();
  }

  @Test
  default void groupsShareByTheirWeightsWhateverTheirBacklogs() {
    TestQueue queue = queue();
    TestQueue.done(
        queue.store().lanes().configure(queue.name(), rules(Map.of("b", GroupRule.weighing(3)))));
    puts(queue, 200, "a");
    puts(queue, 40, "b");
    TestSession session = queue.session();

    List<String> taken = groups(session.claim(40));

    assertThat(taken.stream().filter("a"::equals)).hasSize(10);
    assertThat(taken.stream().filter("b"::equals)).hasSize(30);
  }

  @Test
  default void aNewGroupDoesNotWaitBehindABacklog() {
    TestQueue queue = queue();
    puts(queue, 200, "heavy");
    TestSession session = queue.session();
    session.claim(50);
    TaskId light = put(queue, null, "light");

    assertThat(TestSession.ids(session.claim(2))).contains(light);
  }

  @Test
  default void plainTasksShareWithGroups() {
    TestQueue queue = queue();
    puts(queue, 50, "a");
    for (int i = 0; i < 20; i++) {
      queue.ready();
    }
    TestSession session = queue.session();

    assertThat(groups(session.claim(20)).stream().filter("null"::equals)).hasSize(10);
    assertThat(groups(session.claim(64))).hasSize(50);
    assertThat(session.claim(1)).isEmpty();
    queue.assertBalanced();
  }

  @Test
  default void whatGoesBackHasItsPlaceAndItsPriorityAgain() {
    TestQueue queue = queue();
    List<TaskId> ids = puts(queue, 3, "a");
    TestSession session = queue.session();
    queue.settle(session.claim(), Outcome.RELEASE);
    assertThat(TestSession.ids(session.claim(10))).isEqualTo(ids);
    queue.assertBalanced();
  }

  @Test
  default void aDeadTaskOfAGroupIsInItsGroupAgainWhenItLivesAgain() {
    TestQueue queue = queue();
    TestQueue.done(queue.store().lanes().configure(queue.name(), rules(Map.of("a", capped(1)))));
    TaskId id = put(queue, null, "a");
    TestSession session = queue.session();
    queue.settle(session.claim(), new Outcome.Bury(Failure.of("io.Broken", "no")));
    puts(queue, 1, "a");

    queue.admin().act(id, Act.RETRY);

    assertThat(TestSession.ids(session.claim(10))).containsExactly(id);
  }

  @Test
  default void anotherPriorityMovesATaskThatIsReady() {
    TestQueue queue = queue();
    TaskId plain = queue.ready();
    TaskId last = queue.ready();
    TaskId laned = put(queue, 8, null);

    assertThat(queue.admin().prioritize(last, 9).verdict()).isEqualTo(ActReply.Verdict.DONE);
    assertThat(queue.admin().prioritize(laned, 0).verdict()).isEqualTo(ActReply.Verdict.DONE);
    assertThat(queue.admin().prioritize(laned, 0).verdict()).isEqualTo(ActReply.Verdict.AS_IT_IS);

    assertThat(queue.find(last).options().priority()).isEqualTo(9);
    queue.assertBalanced();
    TestSession session = queue.session();
    assertThat(TestSession.ids(session.claim(10))).containsExactly(last, plain, laned);
    assertThat(queue.admin().prioritize(last, 1).verdict()).isEqualTo(ActReply.Verdict.NO);
    queue.assertBalanced();
  }

  @Test
  default void anotherPriorityMovesATaskThatIsPutOff() {
    TestQueue queue = queue();
    TaskId id = queue.newId();
    queue.enqueue(TestQueue.delayed(item(queue, id, 3, "a"), TestQueue.LONG));

    queue.admin().prioritize(id, 9);

    assertThat(queue.find(id).options().priority()).isEqualTo(9);
    TaskId other = put(queue, 5, "a");
    queue.admin().act(id, Act.RUN_NOW);
    assertThat(TestSession.ids(queue.session().claim(10))).containsExactly(id, other);
  }

  @Test
  default void aWaitingTaskOfAGroupIsCancelledWithoutATrace() {
    TestQueue queue = queue();
    List<TaskId> ids = puts(queue, 3, "a");
    TestQueue.now(queue.store().cancel(queue.name(), ids.get(1)));

    queue.assertBalanced();
    assertThat(TestSession.ids(queue.session().claim(10))).containsExactly(ids.get(0), ids.get(2));
  }

  @Test
  default void theGroupsWithTheLargestBacklogAreToldAndTheirTasksListed() {
    TestQueue queue = queue();
    List<TaskId> ids = puts(queue, 5, "a");
    puts(queue, 2, "b");
    queue.ready();
    queue.session().claim(1);

    List<GroupView> groups = TestQueue.now(queue.store().lanes().groups(queue.name(), 2));

    assertThat(groups).extracting(GroupView::group).containsExactly("a", "b");
    assertThat(groups.get(0).ready() + groups.get(0).running()).isEqualTo(5);
    assertThat(groups.get(0).share()).isBetween(0.3, 0.5);
    IdPage page =
        TestQueue.now(
            queue
                .store()
                .admin()
                .list(queue.name(), TaskState.READY, "", 3, "b", TaskPage.Order.NEWEST));
    assertThat(page.ids()).hasSize(2);
    assertThat(queue.admin().all(TaskState.READY, 2)).hasSize(7).containsAll(ids.subList(1, 5));
  }

  @Test
  default void aTaskThatHasWaitedLongGoesBeforeANewOneOfAHigherPriority() {
    TestQueue queue = queue();
    Duration every = Duration.ofMillis(5);
    TestQueue.done(
        queue.store().lanes().configure(queue.name(), QueueSettings.NONE.ageEvery(every)));
    TaskId plain = queue.ready();
    TaskId low = put(queue, 0, null);
    TaskId lowOfGroup = put(queue, 0, "a");
    Instant enough = queue.store().now().plus(every.multipliedBy(11));
    Eventually.eventually(() -> queue.store().now().isAfter(enough));
    TaskId high = put(queue, 9, null);
    TaskId highOfGroup = put(queue, 9, "a");
    TestSession session = queue.session();

    List<TaskId> taken = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      taken.add(session.claim().task().id());
    }

    assertThat(taken).containsSubsequence(low, high).containsSubsequence(plain, high);
    assertThat(taken).containsSubsequence(lowOfGroup, highOfGroup);
    queue.assertBalanced();
  }
}
