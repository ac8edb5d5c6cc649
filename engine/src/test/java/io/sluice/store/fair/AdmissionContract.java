package io.sluice.store.fair;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.store.ContractSetup;
import io.sluice.store.EnqueueItem;
import io.sluice.store.EnqueueReply;
import io.sluice.store.EnqueueReply.Kind;
import io.sluice.store.EnqueueReply.Refused;
import io.sluice.store.TestQueue;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.Unique;
import io.sluice.task.view.Explanation;
import io.sluice.task.view.GroupRule;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.RateLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/**
 * Which tasks a queue and its groups refuse, and when they expect those that they take to start.
 */
public interface AdmissionContract extends ContractSetup {
  RateLimit ONE_A_SECOND = new RateLimit(1, Duration.ofSeconds(1), 1);

  private static void set(TestQueue queue, QueueSettings settings) {
    TestQueue.done(queue.store().lanes().configure(queue.name(), settings));
  }

  private static QueueSettings aTakesTwo() {
    return QueueSettings.NONE.groups(Map.of("a", new GroupRule(null, null, null, 2L)));
  }

  /** A task that is to be the newest with the key, or takes the place of the one that has it. */
  private static EnqueueItem keyed(TestQueue queue, String group, Unique unique) {
    EnqueueItem item = LaneContract.item(queue, queue.newId(), null, group);
    return new EnqueueItem(item.task(), true, Duration.ZERO, null, unique, null);
  }

  private static EnqueueReply taken(TestQueue queue, EnqueueItem item) {
    return queue.enqueueOnce(item).get(0);
  }

  private static Kind refused(EnqueueReply reply) {
    return ((Refused) reply).kind();
  }

  @Test
  default void whatTakesThePlaceOfATaskOfItsFullGroupIsTaken() {
    for (Unique unique :
        List.of(Unique.keepLast("k"), new Unique("k", null, Unique.OnConflict.REPLACE))) {
      TestQueue queue = queue();
      set(queue, aTakesTwo());
      EnqueueItem first = keyed(queue, "a", unique);
      assertThat(taken(queue, first)).isEqualTo(EnqueueReply.ACCEPTED);
      LaneContract.put(queue, null, "a");

      EnqueueItem second = keyed(queue, "a", unique);

      assertThat(taken(queue, second)).isEqualTo(EnqueueReply.ACCEPTED);
      queue.assertState(first.task().id(), TaskState.CANCELLED);
      queue.assertState(second.task().id(), TaskState.READY);
      assertThat(refused(taken(queue, keyed(queue, "a", Unique.keepLast("other")))))
          .isEqualTo(Kind.GROUP_FULL);
      queue.assertBalanced();
    }
  }

  @Test
  default void whatWaitsBehindARunOfItsFullGroupIsTakenOnlyWhereAnotherWaitedThere() {
    TestQueue queue = queue();
    set(queue, aTakesTwo());
    EnqueueItem runs = keyed(queue, "a", Unique.keepLast("k"));
    taken(queue, runs);
    queue.session().claim();
    LaneContract.puts(queue, 2, "a");
    EnqueueItem newest = keyed(queue, "a", Unique.keepLast("k"));
    assertThat(refused(taken(queue, newest))).isEqualTo(Kind.GROUP_FULL);

    set(queue, QueueSettings.NONE);
    EnqueueItem waits = keyed(queue, "a", Unique.keepLast("k"));
    taken(queue, waits);
    set(queue, aTakesTwo());

    assertThat(taken(queue, newest)).isEqualTo(EnqueueReply.ACCEPTED);
    queue.assertState(waits.task().id(), TaskState.CANCELLED);
    queue.assertBalanced();
  }

  @Test
  default void aFullGroupRefusesWhatTakesThePlaceOfATaskOfAnotherGroup() {
    TestQueue queue = queue();
    set(queue, aTakesTwo());
    EnqueueItem ofB = keyed(queue, "b", Unique.keepLast("k"));
    taken(queue, ofB);
    LaneContract.puts(queue, 2, "a");

    assertThat(refused(taken(queue, keyed(queue, "a", Unique.keepLast("k")))))
        .isEqualTo(Kind.GROUP_FULL);
    queue.assertState(ofB.task().id(), TaskState.READY);
  }

  private static QueueSettings oneASecond(Duration maxDelay) {
    return QueueSettings.NONE.rateLimit(ONE_A_SECOND).maxDelay(maxDelay);
  }

  @Test
  default void aTaskOfALightGroupIsTakenWhileAHeavyOneIsLateInEveryWayToEnqueue() {
    TestQueue queue = queue();
    LaneContract.puts(queue, 100, "heavy");
    set(queue, oneASecond(Duration.ofSeconds(10)));

    assertThat(queue.enqueue(LaneContract.item(queue, queue.newId(), null, "light")).get(0))
        .isEqualTo(EnqueueReply.ACCEPTED);
    assertThat(taken(queue, keyed(queue, "light", Unique.keepLast("k"))))
        .isEqualTo(EnqueueReply.ACCEPTED);
    assertThat(queue.enqueue(queue.fresh(queue.newId())).get(0)).isEqualTo(EnqueueReply.ACCEPTED);
    assertThat(taken(queue, queue.unique(queue.newId(), Unique.keepLast("plain"))))
        .isEqualTo(EnqueueReply.ACCEPTED);
    assertThat(refused(taken(queue, keyed(queue, "heavy", Unique.keepLast("h")))))
        .isEqualTo(Kind.GROUP_LATE);
    queue.assertBalanced();
  }

  @Test
  default void aTaskWithoutAGroupThatCouldNotStartInTimeIsRefusedWithAKeyToo() {
    TestQueue queue = queue();
    queue.ready(20);
    set(queue, oneASecond(Duration.ofSeconds(10)));

    Refused plain = (Refused) taken(queue, queue.unique(queue.newId(), Unique.keepLast("k")));

    assertThat(plain.kind()).isEqualTo(Kind.GROUP_LATE);
    assertThat(plain.retryAfter()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  default void theBurstOfAQueueStartsAtOnce() {
    TestQueue queue = queue();
    RateLimit rate = new RateLimit(1, Duration.ofHours(1), 5);
    set(queue, QueueSettings.NONE.rateLimit(rate).maxDelay(Duration.ofMinutes(1)));
    for (int i = 0; i < 5; i++) {
      queue.ready();
    }

    assertThat(queue.enqueue(queue.fresh(queue.newId()))).doesNotContain(EnqueueReply.ACCEPTED);
  }

  private static Duration turnWithin(TestQueue queue, TaskId id) {
    Explanation why = TestQueue.now(queue.store().lanes().explain(queue.name(), id)).orElseThrow();
    Instant turn = Objects.requireNonNull(why.expectedTurn());
    return Duration.between(queue.store().now(), turn);
  }

  @Test
  default void aTurnIsExpectedByTheWeightOfItsGroup() {
    TestQueue queue = queue();
    set(
        queue,
        oneASecond(Duration.ofHours(1))
            .groups(Map.of("light", GroupRule.weighing(1), "heavy", GroupRule.weighing(4))));
    List<TaskId> light = LaneContract.puts(queue, 41, "light");
    List<TaskId> heavy = LaneContract.puts(queue, 41, "heavy");

    assertThat(turnWithin(queue, light.get(40)).toSeconds()).isBetween(198L, 201L);
    assertThat(turnWithin(queue, heavy.get(40)).toSeconds()).isBetween(48L, 51L);
  }

  @Test
  default void aTurnIsExpectedByALimitAlsoWithoutAWorkerButNoStartIs() {
    TestQueue queue = queue();
    set(
        queue,
        QueueSettings.NONE.groups(Map.of("a", new GroupRule(null, null, ONE_A_SECOND, null))));
    List<TaskId> ids = LaneContract.puts(queue, 61, "a");

    assertThat(turnWithin(queue, ids.get(60)).toSeconds()).isBetween(58L, 61L);
    Explanation why =
        TestQueue.now(queue.store().lanes().explain(queue.name(), ids.get(60))).orElseThrow();
    assertThat(why.expectedStart()).isNull();
  }

  @Test
  default void theFirstTaskOfAQueueThatNobodyLimitsHasNoTurnWithoutAWorker() {
    TestQueue queue = queue();
    TaskId id = LaneContract.put(queue, null, "a");

    Explanation why = TestQueue.now(queue.store().lanes().explain(queue.name(), id)).orElseThrow();

    assertThat(why.expectedTurn()).isNull();
  }
}
