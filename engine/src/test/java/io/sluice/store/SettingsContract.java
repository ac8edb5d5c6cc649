package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.Retention;
import io.sluice.script.Landing;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.enqueue.PushTarget;
import io.sluice.task.view.QueueSettings;
import io.sluice.task.view.QueueView;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Settings of a queue: in force from the next call on, and before those of the engines. */
interface SettingsContract extends ContractSetup {
  private static QueueSettings retention(Long count, Duration age) {
    return new QueueSettings(null, null, count, age);
  }

  private static List<TaskId> succeed(TestQueue queue, int count) {
    List<TaskId> ids = queue.ready(count);
    queue.session().claim(count).forEach(task -> queue.settle(task, SettleContract.DONE));
    return ids;
  }

  @Test
  default void settingsAreToldAsTheyWereSetAndTakenBack() {
    TestQueue queue = queue();
    QueueSettings settings = new QueueSettings(7L, 3L, 5L, Duration.ofMinutes(9));
    assertThat(queue.stats().settings()).isEqualTo(QueueSettings.NONE);

    queue.admin().configure(settings);
    assertThat(queue.stats().settings()).isEqualTo(settings);

    queue.admin().configure(QueueSettings.NONE);
    assertThat(queue.stats().settings()).isEqualTo(QueueSettings.NONE);
  }

  @Test
  default void aTargetIsToldAsItWasSetAndTakenBack() {
    TestQueue queue = queue();
    QueueSettings settings =
        QueueSettings.NONE
            .maxConcurrency(3)
            .target(
                new PushTarget(
                    "https://shop.example:8443/in?a=b%20c",
                    "PUT", Map.of("X-Shop", "a: b", "x-other", "7")));

    queue.admin().configure(settings);
    assertThat(queue.stats().settings()).isEqualTo(settings);

    queue.admin().configure(QueueSettings.NONE.target(new PushTarget("http://a", "GET", Map.of())));
    assertThat(queue.stats().settings().target())
        .isEqualTo(new PushTarget("http://a", "GET", Map.of()));

    queue.admin().configure(QueueSettings.NONE);
    assertThat(queue.stats().settings()).isEqualTo(QueueSettings.NONE);
  }

  @Test
  default void theBacklogOfAQueueGoesBeforeTheOneOfTheEngine() {
    TestQueue queue = queue(config -> config.withMaxBacklog(1));
    queue.admin().configure(new QueueSettings(3L, null, null, null));

    queue.ready();
    queue.enqueue(queue.delayed(queue.newId(), Duration.ofHours(1)));
    queue.ready();

    assertThat(EnqueueContract.isFull(queue.enqueue(queue.fresh(queue.newId())))).isTrue();
    assertThat(
            EnqueueContract.isFull(
                queue.enqueueOnce(queue.expiring(queue.newId(), Duration.ofHours(1)))))
        .isTrue();
    queue.admin().configure(new QueueSettings(0L, null, null, null));
    assertThat(EnqueueContract.isFull(queue.enqueue(queue.fresh(queue.newId())))).isFalse();
    assertThat(queue.totals().accepted()).isEqualTo(4);
    queue.assertBalanced();
  }

  @Test
  default void noMoreRunThanMay() {
    TestQueue queue = queue();
    queue.ready(5);
    queue.admin().configure(new QueueSettings(null, 2L, null, null));
    TestSession session = queue.session();
    TestSession other = queue.session();

    List<ClaimedTask> claimed = session.claim(5);

    assertThat(claimed).hasSize(2);
    assertThat(other.tryClaim(1)).isInstanceOf(ClaimReply.Limited.class);
    queue.settle(claimed.get(0), SettleContract.DONE);
    assertThat(other.claim(5)).hasSize(1);
    assertThat(session.tryClaim(1)).isInstanceOf(ClaimReply.Limited.class);
    queue.admin().configure(QueueSettings.NONE);
    assertThat(session.claim(5)).hasSize(2);
    queue.assertBalanced();
  }

  @Test
  default void aQueueAtItsLimitTakesBackWhatArrived() {
    TestQueue queue = queue();
    queue.ready(1);
    queue.session().claim();
    queue.admin().configure(new QueueSettings(null, 1L, null, null));
    TaskId id = queue.ready();
    Landing landing = queue.store().landing(queue.name());
    TaskId arrived = TestQueue.now(landing.arrival());
    TestQueue.done(landing.close());

    assertThat(queue.session().tryClaim(1, arrived)).isInstanceOf(ClaimReply.Limited.class);

    queue.assertState(id, TaskState.READY);
    assertThat(queue.reap().landing()).isZero();
    assertThat(queue.admin().all(TaskState.READY, 5)).containsExactly(id);
  }

  @Test
  default void aPauseIsToldWithItsReasonAndEndsByItself() {
    TestQueue queue = queue();
    TaskId id = queue.ready();
    TestSession session = queue.session();

    queue.admin().pause("a deployment, for a moment", Duration.ofSeconds(1));

    ClaimReply.Paused paused = (ClaimReply.Paused) session.tryClaim(1);
    assertThat(paused.left()).isBetween(Duration.ofMillis(1), Duration.ofSeconds(1));
    QueueView.Pause pause = queue.stats().pause();
    assertThat(pause.reason()).isEqualTo("a deployment, for a moment");
    assertThat(pause.until()).isAfter(queue.store().now());
    Eventually.eventually(() -> !queue.stats().paused());
    assertThat(TestSession.ids(session.claim(1))).containsExactly(id);
  }

  @Test
  default void aPauseWithoutALengthLastsUntilItIsEnded() {
    TestQueue queue = queue();
    queue.ready();
    TestSession session = queue.session();

    queue.admin().pause("why not", null);

    assertThat(queue.stats().pause()).isEqualTo(new QueueView.Pause("why not", null));
    assertThat(session.tryClaim(1)).isEqualTo(new ClaimReply.Paused(null));
    queue.resume();
    queue.resume();
    assertThat(queue.stats().pause()).isNull();
    assertThat(session.claim(1)).hasSize(1);
  }

  @Test
  default void settingsAndPausesDoNotTouchEachOther() {
    TestQueue queue = queue();
    QueueSettings settings = new QueueSettings(7L, null, null, null);
    queue.admin().configure(settings);
    queue.admin().pause("", null);

    assertThat(queue.stats().settings()).isEqualTo(settings);
    queue.admin().configure(QueueSettings.NONE);
    assertThat(queue.stats().paused()).isTrue();
  }

  @Test
  default void theRetentionOfAQueueGoesBeforeTheOneOfTheEngine() {
    TestQueue queue = queue();
    List<TaskId> before = succeed(queue, 3);
    queue.admin().configure(retention(2L, null));

    List<TaskId> after = succeed(queue, 2);

    assertThat(queue.admin().all(TaskState.SUCCEEDED, 10))
        .containsExactly(after.get(1), after.get(0));
    queue.assertUnknown(before.get(2));
    queue.admin().configure(retention(0L, null));
    assertThat(queue.sweep()).isEqualTo(2);
    queue.assertUnknown(succeed(queue, 1).get(0));
  }

  @Test
  default void aQueueMayKeepWhereItsEnginesDoNot() {
    TestQueue queue = queue(config -> config.withRetention(Retention.NONE));
    queue.admin().configure(retention(10L, Duration.ofHours(1)));

    TaskId succeeded = succeed(queue, 1).get(0);
    TaskId cancelled = queue.ready();
    queue.cancel(cancelled);
    TaskId crashed = queue.ready();
    queue.session(TestQueue.SHORT).claim(2);
    queue.cancel(crashed);
    queue.reapUntil(reaped -> reaped.cancelled() == 1);

    assertThat(queue.sweep()).isZero();
    queue.assertState(succeeded, TaskState.SUCCEEDED);
    queue.assertState(cancelled, TaskState.CANCELLED);
    queue.assertState(crashed, TaskState.CANCELLED);
  }

  @Test
  default void theAgeOfAQueueSweepsToo() {
    TestQueue queue = queue();
    succeed(queue, 3);
    queue.admin().configure(retention(null, Duration.ofMillis(1)));

    Eventually.eventually(() -> queue.sweep() >= 0 && queue.counts().succeeded() == 0);

    assertThat(queue.totals().succeeded()).isEqualTo(3);
    queue.assertBalanced();
  }
}
