package io.sluice.store.fair;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.store.ClaimReply;
import io.sluice.store.ClaimedTask;
import io.sluice.store.ContractSetup;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.TestQueue;
import io.sluice.store.TestSession;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.RateLimit;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Limits of a queue and of its groups: how many run, how many start in a time, how many wait. */
public interface LimitContract extends ContractSetup {
  @Test
  default void noMoreOfAGroupRunThanItsRuleAllows() {
    TestQueue queue = queue();
    TestQueue.done(
        queue
            .store()
            .lanes()
            .configure(queue.name(), LaneContract.rules(Map.of("a", LaneContract.capped(2)))));
    LaneContract.puts(queue, 5, "a");
    LaneContract.puts(queue, 1, "b");
    TestSession session = queue.session();

    List<ClaimedTask> first = session.claim(10);
    assertThat(LaneContract.groups(first)).containsExactlyInAnyOrder("a", "a", "b");
    assertThat(session.claim(10)).isEmpty();
    for (ClaimedTask one : first) {
      queue.settle(one, new Outcome.Succeed(new byte[0]));
    }
    assertThat(LaneContract.groups(session.claim(10))).containsExactly("a", "a");
  }

  @Test
  default void aHigherLimitIsInForceAtOnce() {
    TestQueue queue = queue();
    TestQueue.done(
        queue
            .store()
            .lanes()
            .configure(queue.name(), LaneContract.rules(Map.of("a", LaneContract.capped(1)))));
    LaneContract.puts(queue, 5, "a");
    TestSession session = queue.session();
    assertThat(session.claim(10)).hasSize(1);
    assertThat(session.claim(10)).isEmpty();

    TestQueue.done(
        queue
            .store()
            .lanes()
            .configure(queue.name(), LaneContract.rules(Map.of("a", LaneContract.capped(4)))));

    assertThat(session.claim(10)).hasSize(3);
  }

  @Test
  default void aGroupStartsNoMoreThanItsRateAllows() {
    TestQueue queue = queue();
    GroupRule rule = new GroupRule(null, null, new RateLimit(1, Duration.ofHours(1), 3), null);
    TestQueue.done(
        queue.store().lanes().configure(queue.name(), LaneContract.rules(Map.of("a", rule))));
    LaneContract.puts(queue, 10, "a");
    TestSession session = queue.session();

    assertThat(session.claim(10)).hasSize(3);
    assertThat(session.claim(10)).isEmpty();
    TestQueue.done(queue.store().lanes().configure(queue.name(), QueueSettings.NONE));
    assertThat(session.claim(10)).hasSize(7);
  }

  @Test
  default void aQueueStartsNoMoreThanItsRateAllowsAndSaysWhenItGoesOn() {
    TestQueue queue = queue();
    RateLimit rate = new RateLimit(2, Duration.ofHours(1), 4);
    TestQueue.done(
        queue
            .store()
            .lanes()
            .configure(
                queue.name(),
                new QueueSettings(null, null, null, null, rate, Map.of(), null, null)));
    for (int i = 0; i < 10; i++) {
      queue.ready();
    }
    TestSession session = queue.session();

    assertThat(session.claim(10)).hasSize(4);
    assertThat(session.tryClaim(10))
        .isInstanceOfSatisfying(
            ClaimReply.Limited.class,
            limited ->
                assertThat(limited.left())
                    .isBetween(Duration.ofMinutes(29), Duration.ofMinutes(31)));
  }

  @Test
  default void aThrottledGroupRestsAndItsTaskGoesBackToItsPlace() {
    TestQueue queue = queue();
    List<TaskId> ids = LaneContract.puts(queue, 3, "a");
    TaskId other = LaneContract.put(queue, null, "b");
    TestSession session = queue.session();
    ClaimedTask first = session.claim();
    assertThat(first.task().id()).isEqualTo(ids.get(0));

    queue.settle(first, new Outcome.Throttle(TestQueue.LONG));

    assertThat(TestSession.ids(session.claim(10))).containsExactly(other);
    assertThat(queue.find(ids.get(0)).state()).isEqualTo(TaskState.READY);
    assertThat(queue.find(ids.get(0)).attempt()).isZero();
  }

  @Test
  default void aTaskWithoutAGroupIsPutOffWhenItIsThrottled() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    queue.settle(queue.session().claim(), new Outcome.Throttle(TestQueue.LONG));

    assertThat(queue.find(id).state()).isEqualTo(TaskState.SCHEDULED);
  }

  @Test
  default void aGroupTakesNoMoreThanItsBacklogAllows() {
    TestQueue queue = queue();
    GroupRule rule = new GroupRule(null, null, null, 2L);
    TestQueue.done(
        queue
            .store()
            .lanes()
            .configure(queue.name(), LaneContract.rules(Map.of(GroupRule.DEFAULT, rule))));
    EnqueueItem[] items = new EnqueueItem[4];
    Arrays.setAll(items, i -> LaneContract.item(queue, queue.newId(), null, i < 3 ? "a" : "b"));
    items[0] = TestQueue.delayed(items[0], TestQueue.LONG);

    List<EnqueueReply> replies = queue.enqueue(items);

    assertThat(replies.get(0)).isEqualTo(EnqueueReply.ACCEPTED);
    assertThat(replies.get(1)).isEqualTo(EnqueueReply.ACCEPTED);
    assertThat(replies.get(2))
        .isEqualTo(new EnqueueReply.Refused(EnqueueReply.Kind.GROUP_FULL, items[2].task().id()));
    assertThat(replies.get(3)).isEqualTo(EnqueueReply.ACCEPTED);
    assertThat(queue.enqueueOnce(items[2]).get(0))
        .isEqualTo(new EnqueueReply.Refused(EnqueueReply.Kind.GROUP_FULL, items[2].task().id()));
    queue.assertBalanced();
  }

  @Test
  default void whatCouldNotStartInTimeIsRefusedWithTheTimeAfterWhichItMayBe() {
    TestQueue queue = queue();
    RateLimit rate = new RateLimit(1, Duration.ofSeconds(1), 1);
    TestQueue.done(
        queue
            .store()
            .lanes()
            .configure(
                queue.name(),
                new QueueSettings(
                    null, null, null, null, rate, Map.of(), null, Duration.ofSeconds(5))));
    for (int i = 0; i < 6; i++) {
      queue.ready();
    }

    EnqueueReply.Refused refused =
        (EnqueueReply.Refused) queue.enqueue(queue.fresh(queue.newId())).get(0);

    assertThat(refused.kind()).isEqualTo(EnqueueReply.Kind.LATE);
    assertThat(refused.retryAfter()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  default void rulesAreReadAsTheyWereSet() {
    TestQueue queue = queue();
    RateLimit rate = new RateLimit(10, Duration.ofSeconds(1), 20);
    QueueSettings settings =
        new QueueSettings(
            null,
            5L,
            null,
            null,
            rate,
            Map.of(
                GroupRule.DEFAULT,
                new GroupRule(1L, 1L, rate, 1000L),
                "tenant-7",
                GroupRule.weighing(4)),
            Duration.ofMinutes(1),
            Duration.ofMinutes(10));

    TestQueue.done(queue.store().lanes().configure(queue.name(), settings));

    assertThat(queue.stats().settings()).isEqualTo(settings);
  }
}
