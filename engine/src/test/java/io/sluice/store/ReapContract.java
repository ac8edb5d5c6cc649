package io.sluice.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.CrashLimit;
import io.sluice.protocol.TaskStore;
import io.sluice.task.Outcome;
import io.sluice.task.TaskId;
import io.sluice.task.TaskState;
import io.sluice.task.view.TaskView;
import io.sluice.testing.Eventually;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reap: what a dead worker held runs again, or ends as poison. */
interface ReapContract extends ContractSetup {
  Duration SPREAD = Duration.ofMinutes(10);

  private TestQueue limited(int deliveries) {
    return queue(config -> config.withCrashLimit(new CrashLimit(deliveries, SPREAD)));
  }

  /** Lets a worker die with what is next in line. */
  private static void crash(TestQueue queue) {
    queue.session(TestQueue.SHORT).claim();
    queue.reapUntil(reaped -> reaped.reaped() == 1);
  }

  @Test
  default void afterItsFirstCrashATaskIsNextInLineAtOnce() {
    TestQueue queue = limited(3);
    TaskId id = queue.ready();
    queue.ready();

    crash(queue);

    queue.assertState(id, TaskState.READY);
    assertThat(queue.find(id).crashes()).isEqualTo(1);
    assertThat(queue.find(id).attempt()).isZero();
    assertThat(queue.totals().reaped()).isEqualTo(1);
    ClaimedTask again = queue.session().claim();
    assertThat(again.task().id()).isEqualTo(id);
    assertThat(again.crashes()).isEqualTo(1);
    assertThat(again.failures()).isZero();
  }

  @Test
  default void afterALaterCrashATaskIsPutOffByARandomTime() {
    TestQueue queue = limited(3);
    TaskId id = queue.ready();
    crash(queue);
    Instant before = queue.store().now();

    crash(queue);

    TaskView found = queue.find(id);
    assertThat(found.state()).isEqualTo(TaskState.RETRYING);
    assertThat(found.crashes()).isEqualTo(2);
    assertThat(found.runAt())
        .isBetween(before.minusSeconds(1), queue.store().now().plus(SPREAD.multipliedBy(2)));
    assertThat(queue.totals().retried()).isZero();
    queue.assertBalanced();
  }

  @Test
  default void companionsOfACrashArePutOffByDifferentTimes() {
    TestQueue queue = limited(3);
    List<TaskId> ids = queue.ready(10);
    for (int crashes = 0; crashes < 2; crashes++) {
      queue.session(TestQueue.SHORT).claim(10);
      queue.reapUntil(reaped -> reaped.reaped() == 10);
    }

    assertThat(ids.stream().map(id -> queue.find(id).runAt()).distinct().count()).isGreaterThan(5);
  }

  /** So many tasks that crashed twice, all ready again. */
  private static List<TaskId> suspects(TestQueue queue, int count) {
    List<TaskId> ids = queue.ready(count);
    for (int crashes = 0; crashes < 2; crashes++) {
      queue.session(TestQueue.SHORT).claim(count);
      queue.reapUntil(reaped -> reaped.reaped() == count);
    }
    Eventually.eventually(
        () -> {
          queue.promote();
          return queue.counts().ready() == count;
        });
    return ids;
  }

  @Test
  default void ofTasksThatCrashedTwiceASessionHoldsOne() {
    TestQueue queue = queue(config -> config.withCrashLimit(new CrashLimit(5, Duration.ZERO)));
    List<TaskId> suspects = suspects(queue, 5);
    TaskId innocent = queue.ready();
    TestSession session = queue.session();

    List<TaskId> held = TestSession.ids(session.claim(10));

    assertThat(held).hasSize(2).contains(innocent).containsAnyElementsOf(suspects);
    assertThat(queue.counts().retrying()).isEqualTo(4);
    assertThat(queue.totals().retried()).isZero();
    queue.assertBalanced();
    Eventually.eventually(
        () -> {
          queue.promote();
          return queue.counts().ready() == 4;
        });
    assertThat(session.claim(10)).as("while it holds one").isEmpty();
    assertThat(queue.session().claim(10)).as("in another session").isEmpty();
    assertThat(queue.counts().retrying()).isEqualTo(4);
    queue.assertBalanced();
  }

  @Test
  default void aSessionThatIsDoneWithASuspectTakesTheNext() {
    TestQueue queue = queue(config -> config.withCrashLimit(new CrashLimit(5, Duration.ZERO)));
    int count = 4;
    suspects(queue, count);
    TestSession session = queue.session();

    for (int done = 0; done < count; done++) {
      List<ClaimedTask> claimed = new ArrayList<>();
      Eventually.eventually(
          () -> {
            queue.promote();
            claimed.addAll(session.claim(10));
            return !claimed.isEmpty();
          });
      assertThat(claimed).hasSize(1);
      queue.settle(claimed.get(0), new Outcome.Succeed(new byte[0]));
    }

    assertThat(queue.totals().succeeded()).isEqualTo(count);
    queue.assertBalanced();
  }

  @Test
  default void aPoisonTaskDiesAndThoseBesideItCrashOnce() {
    TestQueue queue = queue(config -> config.withCrashLimit(new CrashLimit(5, Duration.ZERO)));
    TaskId poison = suspects(queue, 1).get(0);
    int beside = 5;

    for (int crashes = 2; crashes < 5; crashes++) {
      queue.ready(beside);
      assertThat(queue.session(TestQueue.SHORT).claim(10)).hasSize(beside + 1);
      queue.reapUntil(reaped -> reaped.reaped() > 0);
      for (ClaimedTask innocent : queue.session().claim(10)) {
        assertThat(innocent.crashes()).isEqualTo(1);
        queue.settle(innocent, new Outcome.Succeed(new byte[0]));
      }
      Eventually.eventually(() -> queue.promote().moved() == 1 || queue.counts().retrying() == 0);
    }

    queue.assertState(poison, TaskState.DEAD);
    assertThat(queue.totals().dead()).isEqualTo(1);
    assertThat(queue.totals().succeeded()).isEqualTo(3L * beside);
    queue.assertBalanced();
  }

  @Test
  default void atTheCrashLimitATaskIsDeadAsPoison() {
    TestQueue queue = limited(1);
    TaskId id = queue.ready();

    crash(queue);

    TaskView found = queue.find(id);
    assertThat(found.state()).isEqualTo(TaskState.DEAD);
    assertThat(found.crashes()).isEqualTo(1);
    assertThat(found.failure().type()).isEqualTo("io.sluice.CrashLimit");
    assertThat(found.failure().message()).contains("died 1 times");
    assertThat(found.failure().at()).isNotNull();
    assertThat(queue.totals().dead()).isEqualTo(1);
    assertThat(queue.totals().reaped()).isEqualTo(1);
    queue.assertBalanced();
  }

  @Test
  default void onlyTheTasksOfTheExpiredSessionAreTaken() {
    TestQueue queue = queue();
    queue.ready(20);
    TestSession alive = queue.session();
    List<ClaimedTask> kept = alive.claim(10);
    queue.session(TestQueue.SHORT).claim(10);

    queue.reapUntil(reaped -> reaped.reaped() == 10);

    assertThat(queue.counts().running()).isEqualTo(10);
    assertThat(queue.counts().ready()).isEqualTo(10);
    kept.forEach(task -> queue.assertState(task.task().id(), TaskState.RUNNING));
  }

  @Test
  default void aLongWalkIsDoneInPartsAndAnyReaperGoesOn() {
    TestQueue one = queue();
    TestQueue two = one.through(store(config -> config.withSessionLife(Duration.ofSeconds(9))));
    int tasks = 1500;
    one.ready(tasks);
    TestSession session = one.session(TestQueue.SHORT);
    int claimed = 0;
    while (claimed < tasks) {
      claimed += session.claim(TaskStore.MAX_BATCH).size();
    }

    Reaped first = one.reapUntil(reaped -> reaped.fenced() == 1);
    int reaped = first.reaped();
    assertThat(first.more()).isTrue();
    boolean more = true;
    for (int calls = 0; more; calls++) {
      Reaped next = (calls % 2 == 0 ? two : one).reap();
      reaped += next.reaped();
      more = next.more();
      one.assertBalanced();
      assertThat(calls).isLessThan(100);
    }

    assertThat(reaped).isEqualTo(tasks);
    assertThat(one.counts().running()).isZero();
    assertThat(one.counts().ready()).isEqualTo(tasks);
  }

  @Test
  default void aSessionThatIsFencedDuringAWalkIsWalkedWholeAsWell() {
    TestQueue queue = queue();
    int tasks = 1200;
    queue.ready(tasks);
    TestSession first = queue.session(TestQueue.SHORT);
    TestSession second = queue.session();
    for (int i = 0; i < tasks; i += 200) {
      first.claim(100);
      second.claim(100);
    }
    Reaped begun = queue.reapUntil(reaped -> reaped.fenced() == 1);
    assertThat(begun.more()).isTrue();

    second.close();

    int reaped = begun.reaped();
    boolean more = true;
    while (more) {
      Reaped next = queue.reap();
      reaped += next.reaped();
      more = next.more();
    }
    assertThat(reaped).isEqualTo(tasks);
    assertThat(queue.counts().running()).isZero();
    queue.assertBalanced();
  }
}
